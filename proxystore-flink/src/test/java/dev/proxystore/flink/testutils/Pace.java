package dev.proxystore.flink.testutils;

import java.util.concurrent.CompletionStage;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;

/** Not faster than a clock says, nor further ahead of the last checkpoint than some records. */
final class Pace<S extends SourceSplit> implements RateLimiter<S> {
  private final RateLimiter<S> clock;
  private final RateLimiter<S> checkpoints;

  private Pace(RateLimiter<S> clock, RateLimiter<S> checkpoints) {
    this.clock = clock;
    this.checkpoints = checkpoints;
  }

  @SuppressWarnings("unchecked") // Flink's strategies are for any kind of split
  static <S extends SourceSplit> RateLimiterStrategy<S> perSecondAndCheckpoint(
      int recordsPerSecond, int recordsPerCheckpoint) {
    RateLimiterStrategy<S> clock = RateLimiterStrategy.perSecond(recordsPerSecond);
    RateLimiterStrategy<S> checkpoints = RateLimiterStrategy.perCheckpoint(recordsPerCheckpoint);
    return readers ->
        new Pace<>(clock.createRateLimiter(readers), checkpoints.createRateLimiter(readers));
  }

  @Override
  public CompletionStage<Void> acquire(int records) {
    return checkpoints.acquire(records).thenCompose(granted -> clock.acquire(records));
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) {
    checkpoints.notifyCheckpointComplete(checkpoint);
  }
}
