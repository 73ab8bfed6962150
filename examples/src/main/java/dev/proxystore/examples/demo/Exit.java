package dev.proxystore.examples.demo;

import java.time.Duration;
import picocli.CommandLine.ExitCode;

/** Ends the process for good, also where threads of Flink or of the store would keep it alive. */
final class Exit {
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private Exit() {}

  static void with(int status) {
    Thread last = new Thread(() -> haltLater(status), "halt-demo");
    last.setDaemon(true);
    last.start();
    System.exit(status);
  }

  /** Says in a sentence why the process cannot go on, and ends it. */
  static void because(Throwable failure) {
    System.err.println("bin/demo: " + Failures.sentence(failure));
    with(ExitCode.SOFTWARE);
  }

  private static void haltLater(int status) {
    try {
      Thread.sleep(LONGEST.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(status);
  }
}
