package dev.proxystore.flink.testutils;

import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;

/** What jobs on the MiniCluster have in common. */
public final class Jobs {
  /** More than any of these jobs emits. */
  private static final int MOST_RESULTS = 100_000;

  private static final int RECORDS_PER_SECOND = 500;
  private static final int RECORDS_PER_CHECKPOINT = 30;
  private static final Duration OFTEN = Duration.ofSeconds(1);

  private Jobs() {}

  /** A cluster of one TaskManager with four slots. */
  public static MiniClusterExtension cluster() {
    return new MiniClusterExtension(
        new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(4)
            .build());
  }

  /** Runs the job to its end. */
  public static <T> List<T> results(DataStream<T> stream) throws Exception {
    return stream.executeAndCollect(MOST_RESULTS);
  }

  /** A stream that does not end, of what the function makes of 0, 1, 2 and so on. */
  public static <T> SingleOutputStreamOperator<T> endless(
      StreamExecutionEnvironment environment,
      GeneratorFunction<Long, T> function,
      TypeInformation<T> type) {
    return paced(environment, Long.MAX_VALUE, function, type);
  }

  /**
   * A stream of so many records that lasts long enough for some checkpoints, also on a machine that
   * is slow, if they are frequent.
   */
  public static <T> SingleOutputStreamOperator<T> paced(
      StreamExecutionEnvironment environment,
      long records,
      GeneratorFunction<Long, T> function,
      TypeInformation<T> type) {
    return source(environment, records, pace(environment), function, type);
  }

  private static RateLimiterStrategy<?> pace(StreamExecutionEnvironment environment) {
    long interval = environment.getCheckpointConfig().getCheckpointInterval();
    boolean isBatch =
        environment.getConfiguration().get(ExecutionOptions.RUNTIME_MODE)
            == RuntimeExecutionMode.BATCH;
    boolean isFrequent = interval > 0 && interval <= OFTEN.toMillis() && !isBatch;
    return isFrequent
        ? Pace.perSecondAndCheckpoint(RECORDS_PER_SECOND, RECORDS_PER_CHECKPOINT)
        : RateLimiterStrategy.perSecond(RECORDS_PER_SECOND);
  }

  /** A stream of records that lasts as many checkpoints as there are this many in. */
  public static <T> SingleOutputStreamOperator<T> perCheckpoint(
      StreamExecutionEnvironment environment,
      int each,
      long records,
      GeneratorFunction<Long, T> function,
      TypeInformation<T> type) {
    return source(environment, records, RateLimiterStrategy.perCheckpoint(each), function, type);
  }

  private static <T> SingleOutputStreamOperator<T> source(
      StreamExecutionEnvironment environment,
      long records,
      RateLimiterStrategy<?> pace,
      GeneratorFunction<Long, T> function,
      TypeInformation<T> type) {
    DataGeneratorSource<T> source = new DataGeneratorSource<>(function, records, pace, type);
    return environment
        .fromSource(source, WatermarkStrategy.noWatermarks(), "paced", type)
        .setParallelism(1)
        .uid("paced");
  }
}
