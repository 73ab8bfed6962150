package dev.proxystore.benchmarks.checkpoint;

import dev.proxystore.benchmarks.BenchRedis;
import dev.proxystore.benchmarks.Measurement;
import dev.proxystore.benchmarks.job.BenchCluster;
import dev.proxystore.benchmarks.job.Output;
import dev.proxystore.benchmarks.job.RoundOptions;
import dev.proxystore.benchmarks.job.Rounds;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.store.Store;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.apache.flink.configuration.MemorySize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import redis.clients.jedis.Jedis;

/**
 * A job on two TaskManagers whose keyed state holds objects, or proxies of them: what a checkpoint
 * takes, and how long a savepoint and its restore. State on the heap and checkpoints in files, for
 * both: what one would choose for half a gigabyte.
 */
@Command(
    name = "checkpoint",
    mixinStandardHelpOptions = true,
    description =
        "A job whose state holds 500 objects of 1 MiB, by value or by proxy: bytes and duration of"
            + " a checkpoint, and how long a savepoint and its restore take.")
public final class CheckpointBench implements Callable<Integer> {
  private static final String BENCH = "checkpoint";
  private static final MemorySize HEAP = MemorySize.ofMebiBytes(2048);

  @Option(names = "--objects", description = "How many the state holds. Default: ${DEFAULT-VALUE}.")
  private int objects = 500;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      description = "Of an object. Default: ${DEFAULT-VALUE}.")
  private int size = 1 << 20;

  @Mixin private final RoundOptions options = new RoundOptions();

  CheckpointBench() {}

  @Override
  public Integer call() throws Exception {
    try (RedisServer server = BenchRedis.start();
        BenchCluster cluster = BenchCluster.start(2, 1, HEAP)) {
      String address = "redis://" + server.hostAndPort() + "/objects";
      CheckpointJob job =
          new CheckpointJob(cluster, Store.builder(address).withoutCache().toConfig(), size);
      Map<Arm, List<Figures>> runs = runs(job, server);
      report(server, runs, "bytes a checkpoint", Figures::checkpointBytes);
      report(server, runs, "ms a checkpoint", Figures::checkpointMillis);
      report(server, runs, "ms a savepoint", Figures::savepointMillis);
      report(server, runs, "ms to restore", Figures::restoreMillis);
    }
    return 0;
  }

  private Map<Arm, List<Figures>> runs(CheckpointJob job, RedisServer server) throws Exception {
    Rounds rounds = options.rounds();
    EnumSet<Arm> arms = EnumSet.allOf(Arm.class);
    var unused =
        rounds.onlyWarmUps().run(arms, arm -> run(job, server, arm, Math.max(1, objects / 5)));

    return rounds.withoutWarmUps().run(arms, arm -> run(job, server, arm, objects));
  }

  private static Figures run(CheckpointJob job, RedisServer server, Arm arm, int objects)
      throws Exception {
    Figures figures = job.run(arm, objects);
    try (Jedis jedis = new Jedis(RedisServer.HOST, server.port())) {
      String unused = jedis.flushAll();
    }
    return figures;
  }

  private void report(
      RedisServer server,
      Map<Arm, List<Figures>> runs,
      String unit,
      ToDoubleFunction<Figures> figure)
      throws IOException {
    Measurement byValue = measurement(server, Arm.BY_VALUE, runs, unit, figure);
    Measurement byProxy = measurement(server, Arm.BY_PROXY, runs, unit, figure);
    Output output = options.output();
    output.print(byValue);
    output.print(byProxy.with("against", Arm.BY_VALUE.text()).pairedWith(byValue));
  }

  private Measurement measurement(
      RedisServer server,
      Arm arm,
      Map<Arm, List<Figures>> runs,
      String unit,
      ToDoubleFunction<Figures> figure) {
    double[] values = runs.getOrDefault(arm, List.of()).stream().mapToDouble(figure).toArray();
    Map<String, String> parameters =
        Map.of(
            "objects",
            Integer.toString(objects),
            "size",
            Integer.toString(size),
            "state",
            "hashmap",
            "storage",
            "files",
            "redis",
            BenchRedis.describe(server));
    return Measurement.of(BENCH, arm.text(), parameters, unit, values);
  }
}
