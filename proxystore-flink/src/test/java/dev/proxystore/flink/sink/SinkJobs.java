package dev.proxystore.flink.sink;

import dev.proxystore.proxy.Proxy;
import dev.proxystore.stream.StreamConsumer;
import dev.proxystore.stream.StreamItem;
import dev.proxystore.stream.event.Broker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What the tests of the sink have in common. */
final class SinkJobs {
  static final String TOPIC = "texts";

  private SinkJobs() {}

  /** One that begins anew, at once, as often as it takes. */
  static StreamExecutionEnvironment restarting(Duration checkpoints) {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
    return environment(configuration, checkpoints);
  }

  /** One that fails for good with the first failure. */
  static StreamExecutionEnvironment failing(Duration checkpoints) {
    return failing(checkpoints, new Configuration());
  }

  static StreamExecutionEnvironment failing(Duration checkpoints, Configuration configuration) {
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    return environment(configuration, checkpoints);
  }

  private static StreamExecutionEnvironment environment(
      Configuration configuration, Duration checkpoints) {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(2);
    environment.enableCheckpointing(checkpoints.toMillis());
    return environment;
  }

  static List<String> texts(int count) {
    return IntStream.range(0, count).mapToObj(i -> "text " + i).toList();
  }

  /** Reads a topic to its end. */
  static List<StreamItem<String>> items(Broker broker, String topic) {
    return items(broker, topic, 2);
  }

  /** Reads a topic until so many producers have ended. */
  static List<StreamItem<String>> items(Broker broker, String topic, int producers) {
    List<StreamItem<String>> items = new ArrayList<>();
    try (StreamConsumer<String> consumer =
        StreamConsumer.<String>builder(broker, topic).producers(producers).build()) {
      consumer.forEach(items::add);
    }
    return items;
  }

  /** Reads and resolves a topic to its end. */
  static List<String> objects(Broker broker, String topic) {
    return items(broker, topic).stream().map(StreamItem::proxy).map(Proxy::resolve).toList();
  }

  /**
   * Fails once: at a record, or with the first record behind a checkpoint, or while the next
   * checkpoint is taken.
   */
  static final class FailOnce
      implements MapFunction<String, String>, CheckpointedFunction, CheckpointListener {
    private static final long serialVersionUID = 1L;
    private static final AtomicBoolean FAILED = new AtomicBoolean();

    /** No record. */
    private static final String SNAPSHOT = "snapshot";

    private final String at;
    private transient boolean checkpointed;

    private FailOnce(String at) {
      this.at = at;
      FAILED.set(false);
    }

    static FailOnce at(String record) {
      return new FailOnce(record);
    }

    static FailOnce behindACheckpoint() {
      return new FailOnce("");
    }

    static FailOnce duringSnapshot() {
      return new FailOnce(SNAPSHOT);
    }

    /** Numbers as texts; those of the second half come slowly, and it fails near its end. */
    static MapFunction<Long, String> lateInTheSecondHalf(int records) {
      FailOnce failure = at("text " + (records - 5));
      return number -> {
        if (number >= records / 2) {
          Thread.sleep(4);
        }
        return failure.map("text " + number);
      };
    }

    /** In the task with the second half, when some checkpoints have completed in that. */
    static MapFunction<Long, String> behindCheckpointsInTheSecondHalf(int records) {
      FAILED.set(false);
      return new BehindCheckpoints(records / 2);
    }

    static boolean hasFailed() {
      return FAILED.get();
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
      checkpointed = true;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) {}

    @Override
    public void snapshotState(FunctionSnapshotContext context) {
      failIf(checkpointed && at.equals(SNAPSHOT));
    }

    @Override
    public String map(String text) {
      failIf(at.isEmpty() ? checkpointed : text.equals(at));
      return text;
    }

    static void failIf(boolean now) {
      if (now && FAILED.compareAndSet(false, true)) {
        throw new IllegalStateException("fails once, as it was told to");
      }
    }
  }

  private static final class BehindCheckpoints
      implements MapFunction<Long, String>, CheckpointListener {
    private static final long serialVersionUID = 1L;
    private static final int CHECKPOINTS = 5;

    private final long from;
    private transient int seen;
    private transient int completed;

    BehindCheckpoints(long from) {
      this.from = from;
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
      completed += seen > CHECKPOINTS ? 1 : 0;
    }

    @Override
    public String map(Long number) throws InterruptedException {
      if (number >= from && !FailOnce.hasFailed()) {
        seen++;
        Thread.sleep(60);
        FailOnce.failIf(completed >= CHECKPOINTS);
      }
      return "text " + number;
    }
  }
}
