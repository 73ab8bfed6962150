package dev.proxystore.benchmarks.scaling;

import dev.proxystore.benchmarks.job.BenchCluster;
import dev.proxystore.benchmarks.job.Generate;
import dev.proxystore.benchmarks.job.RunningJob;
import dev.proxystore.benchmarks.job.Tally;
import dev.proxystore.benchmarks.job.Use;
import dev.proxystore.flink.ProxyPutOptions;
import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.flink.ProxyStreams;
import dev.proxystore.flink.PutFunction;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** Generator, dispatcher and compute tasks, each of these in a TaskManager of its own. */
record ScalingJob(BenchCluster cluster, RedisServer server) {
  private static final String GENERATE = "generate";
  private static final String DISPATCH = "dispatch";
  private static final String COMPUTE = "compute";

  private static final TypeInformation<byte[]> BYTES =
      PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;

  Outcome run(Arm arm, Setting setting, Duration warmUp, Duration window) throws Exception {
    Tally used = Tally.in(cluster.folder());
    Path dispatcher = Files.createTempFile(cluster.folder(), "dispatcher", "");
    StreamExecutionEnvironment flink = cluster.pipeline();
    DataStream<Tuple2<Long, byte[]>> items =
        flink
            .fromSequence(0, Long.MAX_VALUE)
            .slotSharingGroup(GENERATE)
            .map(new Generate(setting.size(), setting.mostUnderWay(), used))
            .returns(Types.TUPLE(Types.LONG, BYTES))
            .name("Generate");
    Compute compute = new Compute(new Use(setting.size(), used), setting.pause());
    AsyncDataStream.unorderedWait(
            arrived(arm, items, dispatcher), compute, 60, TimeUnit.SECONDS, setting.tasks())
        .returns(Types.LONG)
        .name("Compute")
        .slotSharingGroup(COMPUTE)
        .sinkTo(new DiscardingSink<>())
        .slotSharingGroup(COMPUTE);
    RunningJob job = new RunningJob(flink.executeAsync("scaling " + arm.text()), used::sum);
    RunningJob.Window measured = job.measured(warmUp, window, () -> Witness.cpuTime(dispatcher));
    job.cancel();
    return new Outcome(measured.perSecond(), measured.cpuMillis());
  }

  /** The items in the process that computes with them. */
  private DataStream<byte[]> arrived(
      Arm arm, DataStream<Tuple2<Long, byte[]>> items, Path dispatcher) {
    return switch (arm) {
      case PUBSUB -> witnessed(published(items), BYTES, dispatcher).rebalance();
      case BY_VALUE -> witnessed(dispatched(items), BYTES, dispatcher).rebalance();
      case PROXY -> byProxy(items, dispatcher);
    };
  }

  private static <T> DataStream<T> witnessed(
      DataStream<T> dispatched, TypeInformation<T> type, Path dispatcher) {
    return dispatched
        .map(new Witness<>(dispatcher))
        .returns(type)
        .name("Witness")
        .slotSharingGroup(DISPATCH);
  }

  private DataStream<byte[]> published(DataStream<Tuple2<Long, byte[]>> items) {
    String channel = UUID.randomUUID().toString();
    return items
        .map(new Publish(server.port(), channel))
        .slotSharingGroup(GENERATE)
        .rebalance()
        .map(new Receive(server.port(), channel))
        .returns(BYTES)
        .name("Dispatch")
        .slotSharingGroup(DISPATCH);
  }

  private static DataStream<byte[]> dispatched(DataStream<Tuple2<Long, byte[]>> items) {
    return items
        .rebalance()
        .map(item -> item.f1)
        .returns(BYTES)
        .name("Dispatch")
        .slotSharingGroup(DISPATCH);
  }

  private DataStream<byte[]> byProxy(DataStream<Tuple2<Long, byte[]>> items, Path dispatcher) {
    StoreConfig store =
        Store.builder("redis://" + server.hostAndPort() + "/objects").withoutCache().toConfig();
    TypeInformation<Proxy<byte[]>> proxies =
        ProxyTypeInfo.<byte[]>forValues(BYTES).withStore(store.address());
    DataStream<Proxy<byte[]>> dispatched =
        ProxyStreams.put(
                items,
                store,
                ProxyPutOptions.defaults(),
                PutFunction.of(item -> item.f1, (item, proxy) -> proxy),
                BYTES,
                proxies)
            .slotSharingGroup(GENERATE)
            .rebalance()
            .filter(proxy -> !proxy.isResolved())
            .name("Dispatch")
            .slotSharingGroup(DISPATCH);
    return ProxyStreams.resolve(
            witnessed(dispatched, proxies, dispatcher).rebalance(),
            BYTES,
            ProxyResolveOptions.defaults().setStores(store))
        .slotSharingGroup(COMPUTE);
  }
}
