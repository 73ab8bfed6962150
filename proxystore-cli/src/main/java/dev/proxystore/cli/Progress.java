package dev.proxystore.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.wrapped.ProgressBarWrappedInputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Shows on standard error how far a long transfer is, if somebody looks. */
final class Progress {
  /** Set by the script if standard error is a terminal, which Java does not tell. */
  private static final String TERMINAL = "proxystore.terminal";

  private static final long SHORT_BYTES = 16 << 20;

  @Option(names = "--no-progress", description = "Show no progress bar.")
  private boolean off;

  /** A bar for so many bytes, or -1 if nobody knows; absent if it is short or nobody looks. */
  @Nullable ProgressBar bar(String what, long bytes) {
    boolean isShort = bytes >= 0 && bytes < SHORT_BYTES;
    return off || isShort || !Boolean.getBoolean(TERMINAL) ? null : bar(what, bytes, System.err);
  }

  static ProgressBar bar(String what, long bytes, PrintStream out) {
    return new ProgressBarBuilder()
        .setTaskName(what)
        .setInitialMax(bytes)
        .setUnit(" MiB", 1 << 20)
        .setUpdateIntervalMillis((int) Duration.ofMillis(200).toMillis())
        .setStyle(ProgressBarStyle.ASCII)
        .showSpeed()
        .setConsumer(
            new DelegatingProgressBarConsumer(
                line -> {
                  out.print('\r' + line);
                  out.flush();
                }))
        .build();
  }

  static InputStream wrap(InputStream in, @Nullable ProgressBar bar) {
    return bar == null ? in : new ProgressBarWrappedInputStream(in, bar);
  }

  static void end(@Nullable ProgressBar bar) {
    if (bar != null) {
      bar.close();
      System.err.println();
    }
  }
}
