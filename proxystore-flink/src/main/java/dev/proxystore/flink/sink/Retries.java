package dev.proxystore.flink.sink;

import dev.proxystore.stream.event.BrokerException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How often something is asked of a server that does not answer, at growing intervals.
 *
 * @param most how often it is tried again; 0 for never
 */
record Retries(int most) {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

  /** Seven attempts within about three seconds; after that Flink's restart strategy decides. */
  static final Retries SOME = new Retries(6);

  static final Retries NONE = new Retries(0);

  void run(Runnable work) throws InterruptedException {
    for (int failures = 0; ; failures++) {
      try {
        work.run();
        return;
      } catch (BrokerException e) {
        if (failures >= most) {
          throw e;
        }
        pauseAfter(failures);
      }
    }
  }

  /** Waits longer the more attempts have failed before this one. */
  static void pauseAfter(int failures) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(FIRST_PAUSE.toMillis() << Math.min(failures, 10));
  }
}
