package dev.proxystore.flink.recovery;

import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.MissingObjectPolicy;
import dev.proxystore.flink.ProxyDiscardOptions;
import dev.proxystore.flink.ProxyPutOptions;
import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.flink.ProxyStreams;
import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.StoreFactory;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
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

/** What the operators report of objects, in a job that runs. */
@Timeout(60)
class LifecycleMetricsITCase {
  private static final InMemoryReporter REPORTER = InMemoryReporter.create();

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .setConfiguration(REPORTER.addToConfiguration(new Configuration()))
              .build());

  /** Longer than a machine needs that is busy with other tests. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final TestStore server = TestStore.start();

  @AfterEach
  void close() {
    server.close();
  }

  /** The sum of a metric over the instances of an operator; -1 if none has it. */
  private static long sum(JobID job, String operator, String name) {
    Map<String, Metric> found = REPORTER.findMetrics(job, operator + ".*\\.proxystore\\." + name);
    return found.isEmpty()
        ? -1
        : found.values().stream().mapToLong(LifecycleMetricsITCase::value).sum();
  }

  private static long value(Metric metric) {
    if (metric instanceof Histogram histogram) {
      return histogram.getCount();
    }
    return metric instanceof Counter counter
        ? counter.getCount()
        : ((Number) ((Gauge<?>) metric).getValue()).longValue();
  }

  private static void awaitSome(JobID job, String operator, String... names) {
    for (String name : names) {
      await(operator + " " + name).atMost(PATIENCE).until(() -> sum(job, operator, name) > 0);
    }
  }

  /** Of every ten objects the first is removed behind the job's back, and the second dropped. */
  private static final class Dispatch extends ProcessFunction<Proxy<String>, Proxy<String>> {
    private static final long serialVersionUID = 1L;
    private final OutputTag<Proxy<String>> dropped;
    private transient int records;

    Dispatch(OutputTag<Proxy<String>> dropped) {
      this.dropped = dropped;
    }

    @Override
    public void processElement(Proxy<String> proxy, Context context, Collector<Proxy<String>> out) {
      records++;
      if (records % 10 == 1) {
        context.output(dropped, proxy);
        return;
      }
      if (records % 10 == 0) {
        ((StoreFactory<?>) proxy.factory()).evict();
      }
      out.collect(proxy);
    }
  }

  /** A job that does not end, and fails once. */
  private JobClient start() throws Exception {
    Step.planFailures(1);
    ProxyTypeInfo<String> type = ProxyTypeInfo.forValues(String.class).withStore(server.address());
    OutputTag<Proxy<String>> dropped = new OutputTag<>("dropped", type);
    StreamExecutionEnvironment environment = Shape.SHUFFLED_UNORDERED_UNALIGNED.environment();
    var dispatched =
        ProxyStreams.put(
                Jobs.endless(environment, i -> i, Types.LONG).rebalance(),
                server.config(),
                ProxyPutOptions.defaults().setMaxLiveBytes(MemorySize.ofMebiBytes(64)),
                new PutThatFails(Step.AFTER_PUT_BEFORE_EMIT, Integer.MAX_VALUE),
                Types.STRING,
                type)
            .name("Put")
            .process(new Dispatch(dropped))
            .returns(type);
    ProxyStreams.discard(dispatched.getSideOutput(dropped), ProxyDiscardOptions.defaults());
    ProxyStreams.resolve(
            dispatched.rebalance(),
            String::length,
            Types.INT,
            ProxyResolveOptions.defaults().setMissingObjects(MissingObjectPolicy.skip()))
        .sinkTo(new DiscardingSink<>());
    return environment.executeAsync();
  }

  @Test
  void eachOperatorReportsWhatItPutReleasedAndMissedAndWhatIsLive() throws Exception {
    server.delayGets(Duration.ofMillis(1));
    server.delayEvictions(Duration.ofMillis(1));
    JobClient client = start();
    JobID job = client.getJobID();
    awaitSome(job, "Put", "objectsPut", "bytesPut", "orphansRemoved", "liveObjects", "liveBytes");
    awaitSome(
        job,
        "Resolve",
        "proxiesResolved",
        "bytesFetched",
        "objectsReleased",
        "bytesReleased",
        "releasesPending",
        "liveObjects",
        "liveBytes",
        "recordsInFlight",
        "bytesInFlight",
        "objectsMissing");
    awaitSome(
        job,
        "Discard",
        "objectsReleased",
        "bytesReleased",
        "releasesPending",
        "liveObjects",
        "liveBytes");
    client.cancel().get();
  }

  @Test
  void eachOperatorShowsWhatItsStoreDoes() throws Exception {
    String name = server.address().name();
    JobClient client = start();
    JobID job = client.getJobID();
    awaitSome(
        job,
        "Put",
        "store\\." + name + "\\.putTime",
        "store\\." + name + "\\.putObjects",
        "store\\." + name + "\\.putBytes",
        "store\\." + name + "\\.serializeObjects");
    awaitSome(
        job,
        "Resolve",
        "store\\." + name + "\\.getObjects",
        "store\\." + name + "\\.getBytes",
        "store\\." + name + "\\.deserializeTime",
        "store\\." + name + "\\.evictObjects");
    client.cancel().get();
  }
}
