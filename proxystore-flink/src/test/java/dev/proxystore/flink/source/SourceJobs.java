package dev.proxystore.flink.source;

import dev.proxystore.flink.testutils.TestTopics;
import dev.proxystore.proxy.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/** What jobs that read topics have in common. */
final class SourceJobs {
  private SourceJobs() {}

  static ProxySourceBuilder<String, Proxy<String>> source(TestTopics topics, String... names) {
    return ProxySource.<String>builder()
        .setBroker(topics.address())
        .setTopics(names)
        .setValueType(Types.STRING);
  }

  /** A job that starts again when it fails, for some times. */
  static StreamExecutionEnvironment environment(int parallelism) {
    return environment(parallelism, new Configuration());
  }

  static StreamExecutionEnvironment environment(int parallelism, Configuration configuration) {
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(parallelism);
    return environment;
  }

  /** A job that does not start again. */
  static StreamExecutionEnvironment once(int parallelism) {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(parallelism);
    return environment;
  }

  /** The numbers of the events that a source reads. */
  static SingleOutputStreamOperator<Integer> numbers(
      StreamExecutionEnvironment environment, ProxySource<ProxyEvent<String>> source) {
    return environment
        .fromSource(source, WatermarkStrategy.noWatermarks(), "events")
        .uid("events")
        .map(SourceJobs::number)
        .returns(Types.INT)
        .uid("numbers");
  }

  static int number(ProxyEvent<?> event) {
    return event.metadata().number(TestTopics.NUMBER).orElseThrow().intValue();
  }

  static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  /** The first so many results; the job is cancelled then. */
  static List<Integer> first(int count, DataStream<Integer> stream) throws Exception {
    CloseableIterator<Integer> results = stream.executeAndCollect();
    try {
      return next(count, results);
    } finally {
      results.close();
    }
  }

  static List<Integer> next(int count, CloseableIterator<Integer> results) {
    List<Integer> taken = new ArrayList<>();
    while (taken.size() < count && results.hasNext()) {
      taken.add(results.next());
    }
    return taken;
  }
}
