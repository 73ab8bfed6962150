package dev.proxystore.benchmarks.checkpoint;

import dev.proxystore.benchmarks.BenchOptions;
import dev.proxystore.benchmarks.BenchRedis;
import dev.proxystore.benchmarks.Rounds;
import dev.proxystore.benchmarks.job.BenchCluster;
import dev.proxystore.benchmarks.job.ClusterOption;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
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
  private static final int[] SIZES = {1 << 20};
  private static final MemorySize HEAP = MemorySize.ofMebiBytes(2048);

  @Option(names = "--objects", description = "How many the state holds. Default: ${DEFAULT-VALUE}.")
  private int objects = 500;

  @Mixin private final ClusterOption where = new ClusterOption();
  @Mixin private final BenchOptions options = new BenchOptions();

  CheckpointBench() {}

  @Override
  public Integer call() throws Exception {
    try (RedisServer server = BenchRedis.start();
        BenchCluster cluster = where.open(CheckpointJob.PARALLELISM, 1, HEAP)) {
      System.err.println("Redis " + BenchRedis.describe(server));
      String address = "redis://" + server.hostAndPort() + "/objects";
      StoreConfig store = Store.builder(address).withoutCache().toConfig();
      for (int size : options.sizes(SIZES, SIZES)) {
        report(size, runs(new CheckpointJob(cluster, store, size), server));
      }
    }
    return 0;
  }

  private Map<Arm, List<Figures>> runs(CheckpointJob job, RedisServer server) throws Exception {
    Rounds rounds = options.rounds(1);
    EnumSet<Arm> arms = EnumSet.allOf(Arm.class);
    int few = Math.max(1, objects / 5);
    var unused = rounds.onlyWarmUps().run(arms, arm -> run(job, server, arm, few));
    return rounds.withoutWarmUps().run(arms, arm -> run(job, server, arm, objects));
  }

  private static Figures run(CheckpointJob job, RedisServer server, Arm arm, int count)
      throws Exception {
    Figures figures = job.run(arm, count);
    try (Jedis jedis = new Jedis(RedisServer.HOST, server.port())) {
      String unused = jedis.flushAll();
    }
    return figures;
  }

  private void report(int size, Map<Arm, List<Figures>> runs) throws IOException {
    report(size, runs, "size of a checkpoint", "bytes", Figures::checkpointBytes);
    report(size, runs, "checkpoint", "ms", Figures::checkpointMillis);
    report(size, runs, "savepoint", "ms", Figures::savepointMillis);
    report(size, runs, "restore", "ms", Figures::restoreMillis);
  }

  private void report(
      int size,
      Map<Arm, List<Figures>> runs,
      String what,
      String unit,
      ToDoubleFunction<Figures> figure)
      throws IOException {
    Map<String, String> parameters =
        Map.of(
            "objects", Integer.toString(objects), "size", Integer.toString(size), "figure", what);
    Map<String, double[]> byName = new LinkedHashMap<>();
    runs.forEach((arm, each) -> byName.put(arm.text(), Rounds.values(each, figure)));
    options.report(options.compare(BENCH, parameters, unit, byName));
  }
}
