package dev.proxystore.benchmarks.dispatch;

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
import dev.proxystore.store.StoreConfig;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * A job without end: a generator, some dispatchers, and an operator that computes with each
 * payload. Each of these is in another TaskManager than the one before it.
 *
 * @param inline up to how many bytes ProxyStore leaves a payload in its proxy
 */
record DispatchJob(BenchCluster cluster, DispatchStores stores, MemorySize inline) {
  /** Three TaskManagers of one slot: these groups cannot share one. */
  static final int TASK_MANAGERS = 3;

  private static final String GENERATE = "generate";
  private static final String DISPATCH = "dispatch";
  private static final String COMPUTE = "compute";

  private static final TypeInformation<byte[]> BYTES =
      PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;

  /** Half of them are in the generator's process, which is another one than the one between. */
  private static String group(int hop) {
    return hop % 2 == 1 ? DISPATCH : GENERATE;
  }

  /** Records a second. */
  double run(Arm arm, Setting setting, Duration warmUp, Duration window) throws Exception {
    Tally used = Tally.in(cluster.folder());
    StreamExecutionEnvironment flink = cluster.pipeline();
    SingleOutputStreamOperator<Tuple2<Long, byte[]>> generated =
        flink
            .fromSequence(0, Long.MAX_VALUE)
            .slotSharingGroup(GENERATE)
            .map(new Generate(setting.size(), setting.mostUnderWay(), used))
            .returns(Types.TUPLE(Types.LONG, BYTES))
            .name("Generate");
    build(arm, setting, generated, new Use(setting.size(), used))
        .sinkTo(new DiscardingSink<>())
        .slotSharingGroup(COMPUTE);
    RunningJob job = new RunningJob(flink.executeAsync("dispatch " + arm.text()), used::sum);
    double perSecond = job.perSecond(warmUp, window);
    job.cancel();
    return perSecond;
  }

  private DataStream<Long> build(
      Arm arm, Setting setting, DataStream<Tuple2<Long, byte[]>> generated, Use use) {
    return switch (arm) {
      case BY_VALUE -> byValue(setting, generated, use);
      case BY_HAND -> byHand(setting, generated, use);
      case REDIS, HAZELCAST -> byProxy(stores.of(arm), setting, generated, use);
    };
  }

  /** The last operator of these is where the next one begins, one process further. */
  private static <C> DataStream<Tuple2<Long, C>> dispatched(
      Setting setting, DataStream<Tuple2<Long, C>> records) {
    DataStream<Tuple2<Long, C>> last = records;
    for (int hop = 1; hop <= setting.hops(); hop++) {
      last =
          last.rebalance()
              .filter(new Dispatch<C>())
              .name("Dispatch " + hop)
              .slotSharingGroup(group(hop));
    }
    return last.rebalance();
  }

  private static DataStream<Long> byValue(
      Setting setting, DataStream<Tuple2<Long, byte[]>> generated, Use use) {
    return dispatched(setting, generated)
        .map(item -> use.use(item.f1, 0))
        .returns(Types.LONG)
        .name("Compute")
        .slotSharingGroup(COMPUTE);
  }

  private DataStream<Long> byHand(
      Setting setting, DataStream<Tuple2<Long, byte[]>> generated, Use use) {
    DataStream<Tuple2<Long, String>> keys =
        generated
            .map(new HandPut(stores.redis()))
            .returns(Types.TUPLE(Types.LONG, Types.STRING))
            .slotSharingGroup(GENERATE);
    return AsyncDataStream.orderedWait(
            dispatched(setting, keys),
            new HandGet(stores.redis()),
            30,
            TimeUnit.SECONDS,
            HandGet.ahead(setting.size()))
        .returns(BYTES)
        .slotSharingGroup(COMPUTE)
        .map(payload -> use.use(payload, 0))
        .returns(Types.LONG)
        .name("Compute")
        .slotSharingGroup(COMPUTE);
  }

  private DataStream<Long> byProxy(
      StoreConfig store, Setting setting, DataStream<Tuple2<Long, byte[]>> generated, Use use) {
    TypeInformation<Tuple2<Long, Proxy<byte[]>>> proxies =
        Types.TUPLE(Types.LONG, ProxyTypeInfo.<byte[]>forValues(BYTES).withStore(store.address()));
    SingleOutputStreamOperator<Tuple2<Long, Proxy<byte[]>>> put =
        ProxyStreams.put(
                generated,
                store,
                ProxyPutOptions.defaults().setInlineThreshold(inline),
                PutFunction.of(item -> item.f1, (item, proxy) -> Tuple2.of(item.f0, proxy)),
                BYTES,
                proxies)
            .slotSharingGroup(GENERATE);
    return ProxyStreams.resolve(
            dispatched(setting, put),
            item -> item.f1,
            (item, payload, out) -> out.collect(use.use(payload, 0)),
            Types.LONG,
            ProxyResolveOptions.defaults().setStores(store))
        .name("Compute")
        .slotSharingGroup(COMPUTE);
  }
}
