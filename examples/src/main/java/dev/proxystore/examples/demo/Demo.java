package dev.proxystore.examples.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/** One run of the demo: submits the job, writes checksums as they come, and sums up. */
final class Demo {
  private static final int PROGRESS_INTERVAL_MILLIS = 500;
  private static final long MEBI = 1 << 20;

  private final Ending ending;
  private final DemoCluster cluster;
  private final DemoStore store;
  private final Path input;
  private final Path out;
  private final DemoSize size;
  private final PrintStream messages;
  private final List<FileResult> unread = new ArrayList<>();
  private long read;
  private long bytes;

  /**
   * @param ending closes what a run opens
   */
  Demo(
      Ending ending,
      DemoCluster cluster,
      DemoStore store,
      Path input,
      Path out,
      DemoSize size,
      PrintStream messages) {
    this.ending = ending;
    this.cluster = cluster;
    this.store = store;
    this.input = input;
    this.out = out;
    this.size = size;
    this.messages = messages;
  }

  Summary run() throws Exception {
    InputFolder.Totals totals = InputFolder.totals(input, out);
    StreamExecutionEnvironment env = cluster.environment();
    MemoryBudget budget = store.budget(size.processes());
    CloseableIterator<FileResult> results =
        DemoJob.build(env, input, out, store.config(), budget, size.parallelism()).collectAsync();
    long start = System.nanoTime();
    JobClient job = env.executeAsync("ProxyStore demo");
    CloseableIterator<FileResult> unused = ending.add(results); // which cancels the job
    ChecksumFile checksums = ending.add(new ChecksumFile(out));
    try (ProgressBar progress = progress(totals)) {
      while (results.hasNext()) {
        take(results.next(), checksums);
        progress.stepTo(bytes / MEBI);
      }
      job.getJobExecutionResult().get();
      checksums.complete();
    }
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    unread.forEach(this::report);
    long dispatched = new ClusterRest(cluster.rest()).bytesRead(job.getJobID(), DemoJob.DISPATCHER);
    return summary(totals.bytes(), dispatched, elapsed);
  }

  private ProgressBar progress(InputFolder.Totals totals) {
    return new ProgressBarBuilder()
        .setTaskName("Checksums")
        .setUnit(" MiB", 1)
        .setInitialMax(Math.max(1, totals.bytes() / MEBI))
        .setUpdateIntervalMillis(PROGRESS_INTERVAL_MILLIS)
        .setStyle(ProgressBarStyle.ASCII)
        .build();
  }

  private void take(FileResult result, ChecksumFile checksums) throws IOException {
    if (result.isRead()) {
      checksums.add(result);
      bytes += result.size();
      store.used(result);
      read++;
    } else {
      unread.add(result);
    }
  }

  /** Not before the progress bar has gone, which would share the line. */
  private void report(FileResult file) {
    messages.println("Not read: " + file.path() + ": " + file.problem());
  }

  private Summary summary(long payload, long dispatched, Duration elapsed) {
    return new Summary(
        store.config().address().toString(),
        read,
        unread.size(),
        payload,
        dispatched,
        bytes,
        elapsed,
        store.objectsLeft(),
        out.toString());
  }
}
