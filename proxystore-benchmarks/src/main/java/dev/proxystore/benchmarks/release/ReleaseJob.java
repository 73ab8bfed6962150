package dev.proxystore.benchmarks.release;

import dev.proxystore.benchmarks.job.RunningJob;
import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.flink.ProxyResolveOptions.Release;
import dev.proxystore.flink.ProxyStreams;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.StoreConfig;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * A job that puts, dispatches and resolves without end on a cluster in this process. Each takes
 * checkpoints, whatever becomes of its objects.
 */
final class ReleaseJob {
  static final Duration CHECKPOINTS = Duration.ofSeconds(1);

  static final int PARALLELISM = 2;

  /** Released objects go in the third second, and those with a time to live in the sixth. */
  private static final Duration WARM_UP = Duration.ofSeconds(7);

  private final URI cluster;
  private final StoreConfig store;
  private final long server;

  /**
   * @param cluster where it listens for jobs; in this process, since what is used is counted here
   * @param server the process of the store's server
   */
  ReleaseJob(URI cluster, StoreConfig store, long server) {
    this.cluster = cluster;
    this.store = store;
    this.server = server;
  }

  /** Runs the job until it is warm and as many objects go as come, and then measures it. */
  Rates run(Arm arm, int size, Duration window) throws Exception {
    RunningJob job = new RunningJob(start(arm, size), Use.USED::sum);
    job.awaitNext();
    TimeUnit.NANOSECONDS.sleep(WARM_UP.toNanos());
    CpuTime before = CpuTime.now(server);
    long used = Use.USED.sum();
    long start = System.nanoTime();
    TimeUnit.NANOSECONDS.sleep(window.toNanos());
    double seconds = (System.nanoTime() - start) / 1e9;
    long objects = Use.USED.sum() - used;
    CpuTime cpu = CpuTime.now(server).since(before);
    job.requireRunning();
    job.cancel();
    return new Rates(
        objects / seconds,
        cpu.own().toNanos() / 1e3 / objects,
        cpu.server().toNanos() / 1e3 / objects);
  }

  private JobClient start(Arm arm, int size) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createRemoteEnvironment(
            cluster.getHost(), cluster.getPort(), configuration);
    environment.setParallelism(PARALLELISM);
    environment.enableCheckpointing(CHECKPOINTS.toMillis());
    resolved(arm, proxies(arm, values(environment, size))).sinkTo(new DiscardingSink<>());
    return environment.executeAsync("bench " + arm.text());
  }

  private static DataStream<byte[]> values(StreamExecutionEnvironment environment, int size) {
    byte[] value = new byte[size];
    new Random(2).nextBytes(value);
    environment.getConfig().enableObjectReuse();
    return environment
        .fromSequence(0, Long.MAX_VALUE)
        .map(number -> value)
        .returns(PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
  }

  private DataStream<Proxy<byte[]>> proxies(Arm arm, DataStream<byte[]> values) {
    DataStream<Proxy<byte[]>> proxies =
        arm == Arm.RELEASE
            ? ProxyStreams.put(values, store)
            : values
                .map(new PutByHand(store.address(), arm))
                .returns(ProxyTypeInfo.forValues(byte[].class).withStore(store.address()));
    return proxies.rebalance().filter(proxy -> !proxy.isResolved()).name("dispatch").rebalance();
  }

  private DataStream<Integer> resolved(Arm arm, DataStream<Proxy<byte[]>> proxies) {
    Release release = arm == Arm.RELEASE ? Release.AS_PROXY_SAYS : Release.KEEP;
    return ProxyStreams.resolve(
        proxies,
        proxy -> proxy,
        new Use(arm),
        Types.INT,
        ProxyResolveOptions.defaults().setRelease(release).setStores(store));
  }
}
