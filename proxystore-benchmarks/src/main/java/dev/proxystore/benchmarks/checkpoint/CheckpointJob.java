package dev.proxystore.benchmarks.checkpoint;

import dev.proxystore.benchmarks.job.BenchCluster;
import dev.proxystore.benchmarks.job.Pace;
import dev.proxystore.benchmarks.job.PacedNumbers;
import dev.proxystore.benchmarks.job.RunningJob;
import dev.proxystore.benchmarks.job.Tally;
import dev.proxystore.flink.ProxyPutOptions;
import dev.proxystore.flink.ProxyStreams;
import dev.proxystore.flink.PutFunction;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.StoreConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.FileUtils;
import org.jspecify.annotations.Nullable;

/**
 * A job that takes objects into keyed state on the heap, with checkpoints in files, and then idles
 * while it is asked for checkpoints.
 *
 * @param size of an object, in bytes
 */
record CheckpointJob(BenchCluster cluster, StoreConfig store, int size) {
  static final int PARALLELISM = 2;

  private static final int CHECKPOINTS = 3;

  /** Which the restored job takes in before it counts as restored. */
  private static final int AFTER_RESTORE = 2;

  /** Only those that are asked for. */
  private static final Duration INTERVAL = Duration.ofHours(1);

  private static final TypeInformation<byte[]> BYTES =
      PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;

  /**
   * Takes some checkpoints and a savepoint, and restores that.
   *
   * @param objects how many the state holds
   */
  Figures run(Arm arm, int objects) throws Exception {
    Path folder = Files.createTempDirectory(cluster.folder(), arm.text());
    Files.createDirectories(folder.resolve("savepoints"));
    try {
      return run(arm, objects, folder);
    } finally {
      FileUtils.deleteDirectory(folder.toFile());
    }
  }

  private Figures run(Arm arm, int objects, Path folder) throws Exception {
    Tally held = Tally.in(folder);
    new Pace(pace(folder)).write(0.5);
    RunningJob first = start(arm, objects, folder, held, null);
    while (held.sum() < objects) {
      first.awaitNext();
    }
    JobCheckpoints checkpoints = new JobCheckpoints(cluster.rest(), first.client().getJobID());
    List<JsonNode> taken = new ArrayList<>();
    for (int i = 0; i < CHECKPOINTS; i++) {
      taken.add(checkpoints.checkpoint());
    }
    long asked = System.nanoTime();
    String savepoint = checkpoints.savepoint(folder.resolve("savepoints"));
    double savepointMillis = millisSince(asked);
    first.cancel();
    double restoreMillis = restore(arm, objects, folder, held, savepoint);
    return new Figures(
        median(taken, "state_size"),
        median(taken, "end_to_end_duration"),
        savepointMillis,
        restoreMillis);
  }

  private static double median(List<JsonNode> checkpoints, String field) {
    double[] sorted =
        checkpoints.stream().mapToDouble(each -> each.path(field).asDouble()).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static double millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e6;
  }

  private double restore(Arm arm, int objects, Path folder, Tally held, String savepoint)
      throws Exception {
    new Pace(pace(folder)).write(0.504);
    long start = System.nanoTime();
    RunningJob second = start(arm, objects, folder, held, savepoint);
    while (held.sum() < objects + AFTER_RESTORE) {
      second.awaitNext();
    }
    double millis = millisSince(start);
    second.cancel();
    return millis;
  }

  private static Path pace(Path folder) {
    return folder.resolve("pace");
  }

  private RunningJob start(
      Arm arm, int objects, Path folder, Tally held, @Nullable String savepoint) throws Exception {
    Configuration configuration = configuration(folder);
    if (savepoint != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    StreamExecutionEnvironment flink = cluster.environment(configuration);
    flink.setParallelism(PARALLELISM);
    DataStream<Long> numbers =
        flink
            .fromSource(
                new PacedNumbers(2L * objects, pace(folder)), // half of them come
                WatermarkStrategy.noWatermarks(),
                "Generate")
            .uid("generate");
    switch (arm) {
      case BY_VALUE -> hold(byValue(numbers), BYTES, held);
      case BY_PROXY -> hold(byProxy(numbers), proxies(), held);
    }
    JobClient client = flink.executeAsync("checkpoint " + arm.text());
    return new RunningJob(client, held::sum);
  }

  private static Configuration configuration(Path folder) throws IOException {
    Configuration flink = new Configuration();
    flink.set(PipelineOptions.OBJECT_REUSE, true);
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, INTERVAL);
    flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    flink.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        folder.resolve("checkpoints").toUri().toString());
    flink.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    return flink;
  }

  private static <C> void hold(
      DataStream<Tuple2<Long, C>> items, TypeInformation<C> type, Tally held) {
    items
        .keyBy(item -> item.f0)
        .process(new Hold<>(type, held))
        .returns(Types.LONG)
        .uid("hold")
        .sinkTo(new DiscardingSink<>())
        .uid("sink");
  }

  private DataStream<Tuple2<Long, byte[]>> byValue(DataStream<Long> numbers) {
    int length = size;
    return numbers
        .map(number -> Tuple2.of(number, bytes(number, length)))
        .returns(Types.TUPLE(Types.LONG, BYTES))
        .uid("make");
  }

  private TypeInformation<Proxy<byte[]>> proxies() {
    return ProxyTypeInfo.<byte[]>forValues(BYTES).withStore(store.address());
  }

  private DataStream<Tuple2<Long, Proxy<byte[]>>> byProxy(DataStream<Long> numbers) {
    int length = size;
    return ProxyStreams.put(
            numbers,
            store,
            ProxyPutOptions.defaults(),
            PutFunction.of(number -> bytes(number, length), Tuple2::of),
            BYTES,
            Types.TUPLE(Types.LONG, proxies()))
        .uid("put");
  }

  private static byte[] bytes(long number, int size) {
    byte[] bytes = new byte[size];
    new Random(number).nextBytes(bytes);
    return bytes;
  }
}
