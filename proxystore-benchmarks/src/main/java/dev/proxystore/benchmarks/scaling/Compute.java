package dev.proxystore.benchmarks.scaling;

import dev.proxystore.benchmarks.job.Use;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;

/**
 * The tasks of the experiment: each has an item and waits. They wait side by side without a thread
 * and a channel each, behind which by value the dispatcher would wait for a task to be done.
 */
@SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
final class Compute extends RichAsyncFunction<byte[], Long> {
  private static final long serialVersionUID = 1L;

  private final Use use;
  private final Duration pause;
  private transient ScheduledExecutorService clock;

  Compute(Use use, Duration pause) {
    this.use = use;
    this.pause = pause;
  }

  @Override
  public void open(OpenContext context) {
    clock = Executors.newSingleThreadScheduledExecutor();
  }

  @Override
  public void asyncInvoke(byte[] item, ResultFuture<Long> result) {
    var unused = clock.schedule(() -> finish(item, result), pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void finish(byte[] item, ResultFuture<Long> result) {
    try {
      result.complete(List.of(use.use(item, 0)));
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    if (clock != null) {
      var unused = clock.shutdownNow();
    }
  }
}
