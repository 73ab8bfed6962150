package dev.proxystore.benchmarks.scaling;

import dev.proxystore.benchmarks.BenchRedis;
import dev.proxystore.benchmarks.Measurement;
import dev.proxystore.benchmarks.job.BenchCluster;
import dev.proxystore.benchmarks.job.Output;
import dev.proxystore.benchmarks.job.RoundOptions;
import dev.proxystore.benchmarks.job.Rounds;
import dev.proxystore.redis.testing.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
  private static final List<Integer> SIZES = List.of(100_000, 1_000_000, 10_000_000, 100_000_000);
  private static final int TASK_MANAGERS = 3;
  private static final MemorySize HEAP = MemorySize.ofMebiBytes(3072);

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "BYTES",
      description =
          "Sizes of items. Default: 100 kB, 1 MB, 10 MB, 100 MB; the last not with --quick.")
  private @Nullable List<Integer> sizes;

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

  @Mixin private final RoundOptions options = new RoundOptions();

  ScalingBench() {}

  @Override
  public Integer call() throws Exception {
    try (RedisServer server = BenchRedis.start();
        BenchCluster cluster = BenchCluster.start(TASK_MANAGERS, 1, HEAP)) {
      letSubscribersBeSlow(server);
      ScalingJob job = new ScalingJob(cluster, server);
      Rounds rounds = options.rounds();
      warmUp(job, rounds);
      String redis = BenchRedis.describe(server);
      for (int size : sizes != null ? sizes : options.choose(SIZES.subList(0, 3), SIZES)) {
        Setting setting = new Setting(size, tasks, Duration.ofMillis(waitMillis));
        report(
            setting,
            redis,
            rounds
                .withoutWarmUps()
                .run(EnumSet.allOf(Arm.class), arm -> run(job, arm, setting, window())));
      }
    }
    return 0;
  }

  /** A server cuts off whoever has 32 MB before him, by default; the baseline would lose items. */
  private static void letSubscribersBeSlow(RedisServer server) {
    try (Jedis jedis = new Jedis(RedisServer.HOST, server.port())) {
      String unused = jedis.configSet("client-output-buffer-limit", "pubsub 0 0 0");
    }
  }

  /** The processes stay, and what they have compiled with them. */
  private void warmUp(ScalingJob job, Rounds rounds) throws Exception {
    Setting some = new Setting(1_000_000, tasks, Duration.ofMillis(waitMillis));
    var unused =
        rounds.onlyWarmUps().run(EnumSet.allOf(Arm.class), arm -> run(job, arm, some, window()));
  }

  private Duration window() {
    double length = seconds != null ? seconds : options.choose(1.5, 5.0);
    return Duration.ofNanos((long) (length * 1e9));
  }

  private double run(ScalingJob job, Arm arm, Setting setting, Duration window) throws Exception {
    double perSecond = job.run(arm, setting, window.dividedBy(2), window);
    try (Jedis jedis = new Jedis(RedisServer.HOST, job.server().port())) {
      String unused = jedis.flushAll();
    }
    return perSecond;
  }

  private void report(Setting setting, String redis, Map<Arm, List<Double>> runs)
      throws IOException {
    Map<Arm, Measurement> alone = new LinkedHashMap<>();
    runs.forEach((arm, values) -> alone.put(arm, measurement(setting, redis, arm, values)));
    List<Measurement> all = new ArrayList<>(alone.values());
    Measurement proxy = alone.remove(Arm.PROXY);
    if (proxy != null) {
      alone.forEach((arm, each) -> all.add(proxy.with("against", arm.text()).pairedWith(each)));
    }
    Output output = options.output();
    for (Measurement each : all) {
      output.print(each);
    }
  }

  private static Measurement measurement(
      Setting setting, String redis, Arm arm, List<Double> values) {
    return Measurement.of(
            BENCH,
            arm.text(),
            setting.parameters(),
            "items/s",
            values.stream().mapToDouble(each -> each).toArray())
        .with("redis", redis);
  }
}
