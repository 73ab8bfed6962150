package dev.proxystore.benchmarks.job;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
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
    return measured(warmUp, window, () -> Duration.ZERO).perSecond();
  }

  /**
   * The same, with what some process has computed meanwhile.
   *
   * @param cpuTime of that process so far; asked when the window begins and when it ends
   */
  public Window measured(Duration warmUp, Duration window, Supplier<Duration> cpuTime)
      throws Exception {
    awaitNext();
    TimeUnit.NANOSECONDS.sleep(warmUp.toNanos());
    awaitNext();
    long start = System.nanoTime();
    long first = done.getAsLong();
    Duration before = cpuTime.get();
    TimeUnit.NANOSECONDS.sleep(window.toNanos());
    awaitNext();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    Window measured = new Window(done.getAsLong() - first, took, cpuTime.get().minus(before));
    requireRunning();
    return measured;
  }

  /**
   * What was measured from one record to a later one.
   *
   * @param records that were used
   * @param took how long that was
   * @param cpuTime that a process took meanwhile
   */
  public record Window(long records, Duration took, Duration cpuTime) {

    /** Records a second. */
    public double perSecond() {
      return records * 1e9 / took.toNanos();
    }

    /** Milliseconds of that process for each record. */
    public double cpuMillis() {
      return cpuTime.toNanos() / 1e6 / records;
    }
  }

  /** Ends the job, and returns when its slots are free again. */
  public void cancel() throws Exception {
    client.cancel().get();
    while (!client.getJobStatus().get().isGloballyTerminalState()) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }
}
