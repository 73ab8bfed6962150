package dev.proxystore.examples.streamdemo;

import java.lang.management.ManagementFactory;
import java.util.List;

/** The options of the JVM that the processes of the demo have in common. */
final class StageOptions {
  private StageOptions() {}

  /** What this process was started with, but for what belongs to it alone. */
  static List<String> ofThisProcess() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.startsWith("-agentlib") && !option.startsWith("-javaagent"))
        .toList();
  }
}
