package dev.proxystore.flink;

import static dev.proxystore.flink.testutils.Jobs.results;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.ProxyResolveOptions.Input;
import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.StoreFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One stream of proxies has four consumers: of the stream itself, of the union of its side outputs,
 * of a side output and the rest of the main one, and a broadcast. Each sees every object; none is
 * missing, and none is left.
 */
@Timeout(60)
class FanOutITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private static final int RECORDS = 300;
  private static final int CONSUMERS = 4;
  private static final int INSTANCES = 2;
  private static final AtomicBoolean FAILED = new AtomicBoolean();

  private static TestStore server = TestStore.start();

  private final ProxyTypeInfo<String> type =
      ProxyTypeInfo.forValues(Types.STRING).withStore(server.address());

  @AfterEach
  void close() {
    server.close();
    server = TestStore.start();
  }

  private enum Job {
    WITHOUT_CHECKPOINTS,
    WITH_CHECKPOINTS,
    THAT_FAILS_BETWEEN_THE_RELEASES
  }

  /** Sends every second proxy to a side output, and the rest to another one or on. */
  private static final class Split extends ProcessFunction<Proxy<String>, Proxy<String>> {
    private static final long serialVersionUID = 1L;
    private final OutputTag<Proxy<String>> some;
    private final List<OutputTag<Proxy<String>>> others;

    Split(OutputTag<Proxy<String>> some, List<OutputTag<Proxy<String>>> others) {
      this.some = some;
      this.others = others;
    }

    @Override
    public void processElement(Proxy<String> proxy, Context context, Collector<Proxy<String>> out) {
      String id = ((StoreFactory<?>) proxy.factory()).key().id();
      if (id.charAt(id.length() - 1) % 2 == 0) {
        context.output(some, proxy);
      } else if (others.isEmpty()) {
        out.collect(proxy);
      } else {
        others.forEach(other -> context.output(other, proxy));
      }
    }
  }

  /** Fails once when some consumers of an object have released it and others have not. */
  private static String failOnceBetweenReleases(String text) {
    if (!server.releasedBy().isEmpty() && FAILED.compareAndSet(false, true)) {
      throw new IllegalStateException("fails once, as it was told to");
    }
    return text;
  }

  @ParameterizedTest
  @EnumSource(Job.class)
  void everyConsumerSeesEveryObjectAndNoneIsLeft(Job job) throws Exception {
    FAILED.set(job != Job.THAT_FAILS_BETWEEN_THE_RELEASES);
    DataStream<Proxy<String>> proxies =
        ProxyStreams.put(
            Jobs.paced(environment(job), RECORDS, i -> "value " + i, Types.STRING),
            server.config(),
            ProxyPutOptions.defaults().setFanOut(CONSUMERS));
    List<String> results =
        results(whole(proxies).union(sideOutputs(proxies), rest(proxies), broadcast(proxies)));
    assertThat(FAILED).isTrue();
    assertThat(results).containsExactlyInAnyOrderElementsOf(expected());
    await().untilAsserted(() -> assertThat(server.ids()).isEmpty());
    assertThat(server.releasedBy()).isEmpty();
  }

  @Test
  void aKeyedStreamIsNotOneThatGivesAllInstancesAllRecords() {
    StreamExecutionEnvironment environment = environment(Job.WITH_CHECKPOINTS);
    DataStream<Proxy<String>> keyed =
        ProxyStreams.put(environment.fromData("value"), server.config())
            .keyBy(Proxy::hashCode, Types.INT);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ProxyStreams.discard(
                    keyed, ProxyDiscardOptions.defaults().setInput(Input.BROADCAST)))
        .withMessageContaining("Broadcast it, or set the input to SHARED");
  }

  private static List<String> expected() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      for (String consumer : List.of("whole", "union", "rest", "broadcast", "broadcast")) {
        expected.add(consumer + " value " + i);
      }
    }
    return expected;
  }

  private static DataStream<String> whole(DataStream<Proxy<String>> proxies) {
    return ProxyStreams.resolve(
            proxies.rebalance(),
            text -> "whole " + failOnceBetweenReleases(text),
            Types.STRING,
            ProxyResolveOptions.defaults())
        .uid("whole");
  }

  private DataStream<String> sideOutputs(DataStream<Proxy<String>> proxies) {
    OutputTag<Proxy<String>> even = new OutputTag<>("even", type);
    OutputTag<Proxy<String>> odd = new OutputTag<>("odd", type);
    SingleOutputStreamOperator<Proxy<String>> split =
        proxies.process(new Split(even, List.of(odd))).returns(type);
    return ProxyStreams.resolve(
            split.getSideOutput(even).union(split.getSideOutput(odd)),
            text -> "union " + text,
            Types.STRING,
            ProxyResolveOptions.defaults())
        .uid("union");
  }

  /** Two operators that are one consumer: each object comes to one of them. */
  private DataStream<String> rest(DataStream<Proxy<String>> proxies) {
    OutputTag<Proxy<String>> even = new OutputTag<>("even", type);
    SingleOutputStreamOperator<Proxy<String>> split =
        proxies.process(new Split(even, List.of())).returns(type);
    ProxyResolveOptions options = ProxyResolveOptions.defaults().setConsumer("rest");
    return ProxyStreams.resolve(split, text -> "rest " + text, Types.STRING, options)
        .union(
            ProxyStreams.resolve(
                split.getSideOutput(even), text -> "rest " + text, Types.STRING, options));
  }

  private static DataStream<String> broadcast(DataStream<Proxy<String>> proxies) {
    return ProxyStreams.resolve(
            proxies.broadcast(),
            text -> "broadcast " + text,
            Types.STRING,
            ProxyResolveOptions.defaults().setConsumer("broadcast").setInput(Input.BROADCAST))
        .setParallelism(INSTANCES);
  }

  private static StreamExecutionEnvironment environment(Job job) {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(INSTANCES);
    if (job != Job.WITHOUT_CHECKPOINTS) {
      environment.enableCheckpointing(20);
    }
    return environment;
  }
}
