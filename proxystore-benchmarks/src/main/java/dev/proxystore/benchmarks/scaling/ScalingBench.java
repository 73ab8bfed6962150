package dev.proxystore.benchmarks.scaling;

import dev.proxystore.benchmarks.BenchOptions;
import dev.proxystore.benchmarks.BenchRedis;
import dev.proxystore.benchmarks.Measurement;
import dev.proxystore.benchmarks.Rounds;
import dev.proxystore.benchmarks.job.BenchCluster;
import dev.proxystore.benchmarks.job.ClusterOption;
import dev.proxystore.redis.testing.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import redis.clients.jedis.Jedis;

/**
 * The stream experiment of the papers: a generator, a dispatcher, and tasks that resolve an item
 * and wait. Items a second as bytes through Redis pub/sub and Flink, as bytes through Flink alone,
 * and as proxies. Where moving the items takes less than the tasks wait, all come close to what the
 * tasks can do, which is among the parameters as "ideal"; where the machine saturates, they part.
 */
@Command(
    name = "scaling",
    mixinStandardHelpOptions = true,
    description =
        "The papers' stream experiment: items a second from a generator through a dispatcher to"
            + " tasks that resolve and wait, by Redis pub/sub, by value through Flink, by proxy.")
public final class ScalingBench implements Callable<Integer> {
  private static final String BENCH = "scaling";
  private static final int[] SIZES = {100_000, 1_000_000, 10_000_000, 100_000_000};
  private static final int[] QUICK_SIZES = {100_000, 1_000_000, 10_000_000};
  private static final int WARM_UP_SIZE = 1_000_000;
  private static final int TASK_MANAGERS = 3;
  private static final MemorySize HEAP = MemorySize.ofMebiBytes(3072);

  @Option(
      names = "--tasks",
      description = "How many compute side by side. Default: ${DEFAULT-VALUE}.")
  private int tasks = 31;

  @Option(
      names = "--wait",
      paramLabel = "MILLIS",
      description =
          "How long a task waits for each item. The papers' 1000 saturate only larger machines."
              + " Default: ${DEFAULT-VALUE}.")
  private int waitMillis = 50;

  @Option(
      names = "--seconds",
      description = "How long a run is measured at least. Default: 5; 1.5 with --quick.")
  private @Nullable Double seconds;

  @Mixin private final ClusterOption where = new ClusterOption();
  @Mixin private final BenchOptions options = new BenchOptions();

  ScalingBench() {}

  @Override
  public Integer call() throws Exception {
    try (RedisServer server = BenchRedis.start();
        BenchCluster cluster = where.open(TASK_MANAGERS, 1, HEAP)) {
      System.err.println("Redis " + BenchRedis.describe(server));
      letSubscribersBeSlow(server);
      ScalingJob job = new ScalingJob(cluster, server);
      Rounds rounds = options.rounds(1);
      var unused = runs(job, rounds.onlyWarmUps(), setting(WARM_UP_SIZE));
      for (int size : options.sizes(SIZES, QUICK_SIZES)) {
        report(setting(size), runs(job, rounds.withoutWarmUps(), setting(size)));
      }
    }
    return 0;
  }

  private Setting setting(int size) {
    return new Setting(size, tasks, Duration.ofMillis(waitMillis));
  }

  /** A server cuts off whoever has 32 MB before him, by default; the baseline would lose items. */
  private static void letSubscribersBeSlow(RedisServer server) {
    try (Jedis jedis = new Jedis(RedisServer.HOST, server.port())) {
      String unused = jedis.configSet("client-output-buffer-limit", "pubsub 0 0 0");
    }
  }

  private Map<Arm, List<Outcome>> runs(ScalingJob job, Rounds rounds, Setting setting)
      throws Exception {
    return rounds.run(EnumSet.allOf(Arm.class), arm -> run(job, arm, setting));
  }

  private Outcome run(ScalingJob job, Arm arm, Setting setting) throws Exception {
    double length = seconds != null ? seconds : options.choose(1.5, 5.0);
    Duration window = Duration.ofNanos((long) (length * 1e9));
    Outcome outcome = job.run(arm, setting, window.dividedBy(2), window);
    try (Jedis jedis = new Jedis(RedisServer.HOST, job.server().port())) {
      String unused = jedis.flushAll();
    }
    return outcome;
  }

  /** Against pub/sub, and by proxy against by value too. */
  private void report(Setting setting, Map<Arm, List<Outcome>> runs) throws IOException {
    report(setting.parameters(), "items/s", runs, Outcome::perSecond);
    Map<String, String> dispatcher = new TreeMap<>(setting.parameters());
    dispatcher.put("figure", "dispatcher's CPU time for an item");
    report(dispatcher, "ms", runs, Outcome::dispatcherMillis);
  }

  private void report(
      Map<String, String> parameters,
      String unit,
      Map<Arm, List<Outcome>> runs,
      ToDoubleFunction<Outcome> figure)
      throws IOException {
    Map<String, double[]> byName = new LinkedHashMap<>();
    runs.forEach((arm, each) -> byName.put(arm.text(), Rounds.values(each, figure)));
    List<Measurement> all = options.compare(BENCH, parameters, unit, byName);
    options.report(all);
    options.reportAgainst(all, Arm.PROXY.text(), Arm.BY_VALUE.text());
  }
}
