package dev.proxystore.benchmarks.job;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.core.io.InputStatus;

/** Emits the numbers of its splits, the last ones only when the pace lets all go. */
final class PacedReader implements SourceReader<Long, NumberSequenceSplit> {
  private static final int PAUSE_MILLIS = 20;
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);

  private final SourceReaderContext context;
  private final Pace pace;
  private final long share;
  private final Deque<NumberSequenceSplit> splits = new ArrayDeque<>();
  private CompletableFuture<Void> arrival = new CompletableFuture<>();
  private boolean noMore;
  private double allowed;

  /**
   * @param share how many numbers each split had at first
   */
  PacedReader(SourceReaderContext context, Pace pace, long share) {
    this.context = context;
    this.pace = pace;
    this.share = share;
  }

  @Override
  public void start() {
    if (splits.isEmpty()) {
      context.sendSplitRequest();
    }
  }

  @Override
  public InputStatus pollNext(ReaderOutput<Long> output) throws IOException {
    NumberSequenceSplit split = splits.peek();
    if (split == null) {
      return noMore ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
    }
    if (!mayGo(split)) {
      allowed = pace.read();
      return InputStatus.NOTHING_AVAILABLE;
    }
    output.collect(split.from());
    NumberSequenceSplit done = splits.remove();
    if (done.from() < done.to()) {
      splits.push(new NumberSequenceSplit(done.splitId(), done.from() + 1, done.to()));
    } else if (splits.isEmpty()) {
      context.sendSplitRequest();
    }
    return InputStatus.MORE_AVAILABLE;
  }

  private boolean mayGo(NumberSequenceSplit split) {
    return split.to() - split.from() + 1 > (1 - allowed) * share;
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    if (splits.isEmpty()) {
      return noMore ? CompletableFuture.completedFuture(null) : arrival;
    }
    return mayGo(splits.element())
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.runAsync(() -> {}, LATER);
  }

  @Override
  public void addSplits(List<NumberSequenceSplit> added) {
    splits.addAll(added);
    arrived();
  }

  @Override
  public void notifyNoMoreSplits() {
    noMore = true;
    arrived();
  }

  private void arrived() {
    arrival.complete(null);
    arrival = new CompletableFuture<>();
  }

  @Override
  public List<NumberSequenceSplit> snapshotState(long checkpoint) {
    return List.copyOf(splits);
  }

  @Override
  public void close() {}
}
