package dev.proxystore.examples.demo;

import java.util.List;

/** What the libraries may log; to be set before any of them has a logger. */
final class DemoLogs {
  private static final String LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";
  private static final String LEVEL_OF = "org.slf4j.simpleLogger.log.";

  /** They log, with stack traces, what the demo says in a sentence. */
  private static final List<String> SAID_BY_THE_DEMO =
      List.of(
          "org.apache.flink",
          "com.hazelcast.instance",
          "com.hazelcast.client.impl.connection",
          "com.hazelcast.internal.networking");

  /** Ends the process by itself, so that nothing else would say why. */
  private static final String LAST_WORDS = "org.apache.flink.util.FatalExitExceptionHandler";

  private DemoLogs() {}

  static void verbose() {
    System.setProperty(LEVEL, "info");
  }

  static void quiet() {
    System.setProperty(LEVEL, "error");
    SAID_BY_THE_DEMO.forEach(name -> System.setProperty(LEVEL_OF + name, "off"));
    System.setProperty(LEVEL_OF + LAST_WORDS, "error");
  }
}
