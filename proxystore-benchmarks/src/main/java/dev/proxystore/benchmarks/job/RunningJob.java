package dev.proxystore.benchmarks.job;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.flink.core.execution.JobClient;

/**
 * A job that is measured while it runs.
 *
 * @param done how many records it has used so far
 */
public record RunningJob(JobClient client, LongSupplier done) {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  /**
   * Returns when one more record has been used than before.
   *
   * @throws Exception what the job failed with, or that none comes for a minute
   */
  public void awaitNext() throws Exception {
    long before = done.getAsLong();
    long start = System.nanoTime();
    for (int polls = 1; done.getAsLong() == before; polls++) {
      if (polls % 500 == 0) {
        requireRunning();
      }
      if (System.nanoTime() - start > LONGEST_PAUSE.toNanos()) {
        throw new TimeoutException("No record has been used for %s.".formatted(LONGEST_PAUSE));
      }
      TimeUnit.MICROSECONDS.sleep(500);
    }
  }

  /** Throws what the job has failed with: it is not restarted, and would be measured wrongly. */
  public void requireRunning() throws Exception {
    if (client.getJobStatus().get().isGloballyTerminalState()) {
      var unused = client.getJobExecutionResult().get();
      throw new IllegalStateException("The job has ended by itself.");
    }
  }

  /**
   * Records a second, from one that is used to another: a window in which few come is as long as
   * they take.
   *
   * @param warmUp how long the job runs before, from its first record on
   * @param window how long it is measured at least
   */
  public double perSecond(Duration warmUp, Duration window) throws Exception {
    awaitNext();
    TimeUnit.NANOSECONDS.sleep(warmUp.toNanos());
    awaitNext();
    long start = System.nanoTime();
    long first = done.getAsLong();
    TimeUnit.NANOSECONDS.sleep(window.toNanos());
    awaitNext();
    double seconds = (System.nanoTime() - start) / 1e9;
    long records = done.getAsLong() - first;
    requireRunning();
    return records / seconds;
  }

  /** Ends the job, and returns when its slots are free again. */
  public void cancel() throws Exception {
    client.cancel().get();
    while (!client.getJobStatus().get().isGloballyTerminalState()) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }
}
