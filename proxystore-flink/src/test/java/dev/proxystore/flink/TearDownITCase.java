package dev.proxystore.flink;

import static dev.proxystore.flink.testutils.Jobs.results;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.StoreConfig;
import dev.proxystore.store.Stores;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is left in a TaskManager when jobs have ended: nothing. */
@Timeout(60)
class TearDownITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private final TestStore server = TestStore.start();

  @AfterEach
  void neitherStoresNorThreadsAreLeft() {
    server.close();
    await().untilAsserted(() -> assertThat(Stores.find(server.address())).isEmpty());
    await().untilAsserted(() -> assertThat(threads()).isEmpty());
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("proxystore-"))
        .toList();
  }

  private static StreamExecutionEnvironment environment() {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.setParallelism(1);
    return environment;
  }

  private DataStream<Proxy<String>> endlessProxies(
      StreamExecutionEnvironment environment, ProxyPutOptions options) {
    return ProxyStreams.put(
        Jobs.endless(environment, i -> "text " + i, Types.STRING), server.config(), options);
  }

  private void resolveSome() throws Exception {
    DataStream<String> texts = environment().fromData(List.of("a", "b", "c"), Types.STRING);
    var lengths =
        ProxyStreams.resolve(
            ProxyStreams.put(texts, server.config()).rebalance(), String::length, Types.INT);
    assertThat(results(lengths)).hasSize(3);
  }

  private static void cancel(JobClient job) throws Exception {
    job.cancel().get();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> job.getJobStatus().get() == JobStatus.CANCELED);
  }

  @Test
  void aJobThatEndsLeavesNothing() throws Exception {
    resolveSome();
    assertThat(server.ids()).isEmpty();
  }

  @Test
  void objectsInMemoryOutliveTheOperatorsThatPutThem() throws Exception {
    StoreConfig memory = StoreConfig.of("local:outlives-operators");
    for (int run = 0; run < 20; run++) {
      DataStream<String> texts = environment().fromData(List.of("a", "bb", "ccc"), Types.STRING);
      var lengths =
          ProxyStreams.resolve(
              ProxyStreams.put(texts, memory).rebalance(), String::length, Types.INT);
      assertThat(results(lengths)).containsExactlyInAnyOrder(1, 2, 3);
    }
    await().untilAsserted(() -> assertThat(Stores.find(memory.address())).isEmpty());
  }

  @Test
  void aStoreOfTwoJobsIsClosedWithTheLast() throws Exception {
    StreamExecutionEnvironment environment = environment();
    ProxyStreams.resolve(
            endlessProxies(environment, ProxyPutOptions.defaults()).rebalance(),
            String::length,
            Types.INT)
        .sinkTo(new DiscardingSink<>());
    JobClient endless = environment.executeAsync();
    await().until(() -> !server.gets().isEmpty());
    resolveSome();
    assertThat(Stores.find(server.address())).isPresent();
    int gets = server.gets().size();
    await().until(() -> server.gets().size() > gets + 10);
    cancel(endless);
  }

  @Test
  void aTaskThatWaitsForRoomInItsStoreCanBeCancelled() throws Exception {
    StreamExecutionEnvironment environment = environment();
    endlessProxies(environment, ProxyPutOptions.defaults().setMaxLiveBytes(new MemorySize(1)))
        .sinkTo(new DiscardingSink<>());
    JobClient job = environment.executeAsync();
    await().until(() -> server.ids().size() == 1);
    cancel(job);
  }

  @Test
  void aTaskThatWaitsForItsStoreCanBeCancelled() throws Exception {
    server.getGate().shut();
    StreamExecutionEnvironment environment = environment();
    ProxyStreams.resolve(
            endlessProxies(environment, ProxyPutOptions.defaults()).rebalance(),
            String::length,
            Types.INT,
            ProxyResolveOptions.defaults().setMaxInFlight(2))
        .sinkTo(new DiscardingSink<>());
    JobClient job = environment.executeAsync();
    await().until(() -> server.gets().size() == 2);
    cancel(job);
  }
}
