package dev.proxystore.flink;

import static dev.proxystore.flink.testutils.Jobs.results;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.StoredObjects;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects go with checkpoints, savepoints and the end of a job. */
@Timeout(60)
class ReleaseITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private static final int RECORDS = 300;

  /** What was computed, by whichever job. */
  private static final List<String> COMPUTED = new CopyOnWriteArrayList<>();

  private final TestStore server = TestStore.start();
  private final StoredObjects objects = new StoredObjects(server, RECORDS);

  @AfterEach
  void close() {
    server.close();
    COMPUTED.clear();
  }

  private static StreamExecutionEnvironment environment(int parallelism, Configuration options) {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(options);
    environment.setParallelism(parallelism);
    environment.enableCheckpointing(50);
    return environment;
  }

  private SingleOutputStreamOperator<Integer> lengths(
      StreamExecutionEnvironment environment, ProxyResolveOptions options) {
    return ProxyStreams.resolve(
            objects.proxies(environment).rebalance(),
            text -> {
              COMPUTED.add(text);
              return text.length();
            },
            Types.INT,
            options)
        .uid("resolve");
  }

  private void awaitAllComputedAndGone() {
    await().untilAsserted(() -> assertThat(server.ids()).isEmpty());
    assertThat(COMPUTED).containsExactlyInAnyOrderElementsOf(objects.texts());
  }

  @Test
  void objectsGoWhileAJobRuns() throws Exception {
    StreamExecutionEnvironment environment = environment(2, new Configuration());
    var texts = Jobs.endless(environment, i -> "text " + i, Types.STRING);
    ProxyStreams.resolve(
            ProxyStreams.put(texts, server.config()).rebalance(), String::length, Types.INT)
        .sinkTo(new DiscardingSink<>());
    JobClient job = environment.executeAsync();
    await().until(() -> server.evictions() > 50);
    job.cancel().get();
  }

  @Test
  void theEndOfABoundedJobReleasesAllHoweverManyCheckpointsAreRetained() throws Exception {
    var lengths =
        lengths(
            environment(2, new Configuration()),
            ProxyResolveOptions.defaults().setRetainCheckpoints(1_000_000));
    assertThat(results(lengths)).hasSize(RECORDS);
    awaitAllComputedAndGone();
  }

  @Test
  void aKeyedStreamThatEndsReleasesAll() throws Exception {
    var lengths =
        ProxyStreams.resolve(
            objects.proxies(environment(2, new Configuration())).keyBy(Proxy::toString),
            proxy -> proxy,
            (proxy, text, out) -> {
              COMPUTED.add(text);
              out.collect(text.length());
            },
            Types.INT,
            ProxyResolveOptions.defaults());
    assertThat(results(lengths)).hasSize(RECORDS);
    awaitAllComputedAndGone();
  }

  @Test
  void aJobInBatchModeReleasesAtOnceEvenIfItsConfigurationSaysCheckpoints() throws Exception {
    StreamExecutionEnvironment environment = environment(2, new Configuration());
    environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
    assertThat(results(lengths(environment, ProxyResolveOptions.defaults()))).hasSize(RECORDS);
    awaitAllComputedAndGone();
  }

  @ParameterizedTest
  @CsvSource({"1, 3, 1", "3, 1, 1", "2, 3, 3"})
  void aSavepointGoesOnWithAnotherParallelismAndReleasesWhatItHolds(
      int before, int after, int retained, @TempDir Path folder) throws Exception {
    ProxyResolveOptions options = ProxyResolveOptions.defaults().setRetainCheckpoints(retained);
    StreamExecutionEnvironment first = environment(before, new Configuration());
    lengths(first, options).sinkTo(new DiscardingSink<>()).uid("lengths");
    JobClient job = first.executeAsync();
    await().until(() -> COMPUTED.size() > RECORDS / 4);
    String savepoint =
        job.stopWithSavepoint(false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
            .get();
    assertThat(COMPUTED).hasSizeLessThan(RECORDS);

    Configuration configuration = new Configuration();
    configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    StreamExecutionEnvironment second = environment(after, configuration);
    lengths(second, options).sinkTo(new DiscardingSink<>()).uid("lengths");
    second.execute();
    await().untilAsserted(() -> assertThat(server.ids()).isEmpty());
    assertThat(COMPUTED)
        .as("what was in flight may be computed again")
        .hasSameElementsAs(objects.texts());
  }

  @Test
  void theDrainOfAJobReleasesAll(@TempDir Path folder) throws Exception {
    StreamExecutionEnvironment environment = environment(2, new Configuration());
    lengths(environment, ProxyResolveOptions.defaults().setRetainCheckpoints(1_000))
        .sinkTo(new DiscardingSink<>());
    JobClient job = environment.executeAsync();
    await().until(() -> COMPUTED.size() > RECORDS / 4);
    job.stopWithSavepoint(true, folder.toUri().toString(), SavepointFormatType.CANONICAL).get();
    List<String> computed = new ArrayList<>(COMPUTED);
    await().untilAsserted(() -> assertThat(server.ids()).hasSize(RECORDS - computed.size()));
  }

  /** Sends every other proxy to a side output, as a filter would that tells what it drops. */
  private static final class Halve extends ProcessFunction<Proxy<String>, Proxy<String>> {
    private static final long serialVersionUID = 1L;
    private final OutputTag<Proxy<String>> dropped;
    private transient boolean drop;

    Halve(OutputTag<Proxy<String>> dropped) {
      this.dropped = dropped;
    }

    @Override
    public void processElement(Proxy<String> proxy, Context context, Collector<Proxy<String>> out) {
      drop = !drop;
      if (drop) {
        context.output(dropped, proxy);
      } else {
        out.collect(proxy);
      }
    }
  }

  @Test
  void whatIsDroppedGoesToo() throws Exception {
    var type = ProxyTypeInfo.forValues(String.class).withStore(server.address());
    OutputTag<Proxy<String>> dropped = new OutputTag<>("dropped", type);
    var halves =
        objects
            .proxies(environment(1, new Configuration()))
            .process(new Halve(dropped))
            .returns(type);
    ProxyStreams.discard(halves.getSideOutput(dropped).rebalance(), ProxyDiscardOptions.defaults())
        .name("discard the other half");
    assertThat(results(ProxyStreams.resolve(halves, String::length, Types.INT)))
        .hasSize(RECORDS / 2);
    await().untilAsserted(() -> assertThat(server.ids()).isEmpty());
    assertThat(server.gets()).hasSize(RECORDS / 2);
  }
}
