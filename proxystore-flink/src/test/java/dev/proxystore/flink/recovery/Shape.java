package dev.proxystore.flink.recovery;

import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.flink.ProxyResolveOptions.Mode;
import dev.proxystore.proxy.Proxy;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What a job from put to resolve looks like. */
enum Shape {
  /** The resolve operator in one chain with the put operator, fetching on the task's thread. */
  CHAINED_SYNCHRONOUS_WITH_OBJECT_REUSE,
  /** One chain, fetching ahead. */
  CHAINED_ORDERED,
  /** One object in flight at a time. */
  CHAINED_WITH_A_BOUND_OF_ONE,
  /** Tasks that barriers overtake records between; two checkpoints are retained. */
  SHUFFLED_UNORDERED_UNALIGNED,
  KEYED_ORDERED_UNALIGNED_WITH_OBJECT_REUSE;

  private static final Duration BETWEEN_CHECKPOINTS = Duration.ofMillis(20);

  StreamExecutionEnvironment environment() {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
    configuration.set(CheckpointingOptions.ENABLE_UNALIGNED, name().contains("UNALIGNED"));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(name().startsWith("CHAINED") ? 1 : 2);
    environment.enableCheckpointing(BETWEEN_CHECKPOINTS.toMillis());
    if (name().endsWith("OBJECT_REUSE")) {
      environment.getConfig().enableObjectReuse();
    }
    return environment;
  }

  DataStream<Proxy<String>> dispatched(DataStream<Proxy<String>> proxies) {
    return switch (this) {
      case SHUFFLED_UNORDERED_UNALIGNED -> proxies.rebalance();
      case KEYED_ORDERED_UNALIGNED_WITH_OBJECT_REUSE -> proxies.keyBy(Proxy::toString);
      default -> proxies;
    };
  }

  ProxyResolveOptions options() {
    ProxyResolveOptions options = ProxyResolveOptions.defaults();
    return switch (this) {
      case CHAINED_SYNCHRONOUS_WITH_OBJECT_REUSE -> options.setMode(Mode.SYNCHRONOUS);
      case CHAINED_WITH_A_BOUND_OF_ONE -> options.setMaxInFlight(1);
      case SHUFFLED_UNORDERED_UNALIGNED -> options.setMode(Mode.UNORDERED).setRetainCheckpoints(2);
      default -> options;
    };
  }
}
