package dev.proxystore.benchmarks.chaos;

import dev.proxystore.benchmarks.job.PacedNumbers;
import dev.proxystore.examples.cluster.LoopbackPort;
import dev.proxystore.flink.ProxyDiscardOptions;
import dev.proxystore.flink.ProxyPutOptions;
import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.flink.ProxyResolveOptions.Mode;
import dev.proxystore.flink.ProxyStreams;
import dev.proxystore.flink.PutFunction;
import dev.proxystore.flink.typeutils.ProxyTypeInfoFactory;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.StoreConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;
import org.apache.flink.util.OutputTag;

/**
 * Generates records and puts their payloads, gathers the proxies by key, resolves them and writes
 * what came of each to files that are committed with checkpoints.
 *
 * @param folder where checkpoints and results go
 */
record ChaosJob(Records records, StoreConfig store, Path folder) {
  static final int PARALLELISM = 4;

  private static final int KEYS = 32;
  private static final Duration CHECKPOINTS = Duration.ofMillis(500);
  private static final Duration RESTART_DELAY = Duration.ofMillis(300);

  Path results() {
    return folder.resolve("results");
  }

  Path pace() {
    return folder.resolve("pace");
  }

  JobClient submit(int port, String[] jars) throws Exception {
    StreamExecutionEnvironment flink =
        StreamExecutionEnvironment.createRemoteEnvironment(
            LoopbackPort.HOST, port, configuration(), jars);
    flink.setParallelism(PARALLELISM);
    build(flink);
    return flink.executeAsync("Chaos, seed " + records.seed());
  }

  /** What is a matter of taste to a job the seed decides, so that runs differ in it. */
  private Configuration configuration() {
    Configuration flink = new Configuration();
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINTS);
    flink.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    flink.set(CheckpointingOptions.ENABLE_UNALIGNED, records.seed() % 2 == 0);
    flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    flink.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        folder.resolve("checkpoints").toUri().toString());
    flink.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, RESTART_DELAY);
    return flink;
  }

  private Mode mode() {
    List<Mode> modes = List.of(Mode.SYNCHRONOUS, Mode.ORDERED, Mode.UNORDERED);
    return modes.get((int) Math.floorMod(records.seed(), (long) modes.size()));
  }

  private void build(StreamExecutionEnvironment flink) {
    TypeInformation<Parcel> type = parcels();
    DataStream<Long> numbers =
        flink
            .fromSource(
                new PacedNumbers(records.count(), pace()),
                WatermarkStrategy.noWatermarks(),
                "Generate")
            .uid("generate");
    OutputTag<Parcel> dropped = new OutputTag<>("dropped", type);
    SingleOutputStreamOperator<Parcel> dispatched =
        put(numbers, type)
            .keyBy(parcel -> (int) (parcel.number() % KEYS))
            .process(new Dispatcher(type, dropped))
            .uid("dispatch")
            .name("Dispatch");
    ProxyStreams.discard(
            dispatched.getSideOutput(dropped), Parcel::content, ProxyDiscardOptions.defaults())
        .uid("discard");
    compute(dispatched).sinkTo(sink()).uid("results").name("Results");
  }

  private static TypeInformation<Parcel> parcels() {
    ProxyTypeInfoFactory.register();
    return TypeInformation.of(Parcel.class);
  }

  private SingleOutputStreamOperator<Parcel> put(
      DataStream<Long> numbers, TypeInformation<Parcel> type) {
    return ProxyStreams.put(
            numbers,
            store,
            ProxyPutOptions.defaults(),
            new Payload(records),
            PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
            type)
        .uid("put");
  }

  private SingleOutputStreamOperator<String> compute(DataStream<Parcel> parcels) {
    return ProxyStreams.resolve(
            parcels.rebalance(),
            Parcel::content,
            (parcel, bytes, out) -> out.collect(Records.result(parcel.number(), bytes)),
            Types.STRING,
            ProxyResolveOptions.defaults().setMode(mode()).setStores(store))
        .uid("compute");
  }

  private FileSink<String> sink() {
    return FileSink.forRowFormat(
            new org.apache.flink.core.fs.Path(results().toUri()), new SimpleStringEncoder<String>())
        .withBucketAssigner(new BasePathBucketAssigner<>())
        .withRollingPolicy(OnCheckpointRollingPolicy.build())
        .build();
  }

  /** Makes the payload of a record where it is put. */
  private record Payload(Records records) implements PutFunction<Long, byte[], Parcel> {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] value(Long number) {
      return records.bytes(number);
    }

    @Override
    public Parcel attach(Long number, Proxy<byte[]> proxy) {
      return new Parcel(number, proxy);
    }
  }
}
