package dev.proxystore.benchmarks.dispatch;

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
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import redis.clients.jedis.Jedis;

/**
 * A job on three TaskManagers: how many payloads a second get from a generator through one, two or
 * three dispatchers to an operator that computes with them, by value, by a claim check that is
 * written by hand, and by proxies.
 */
@Command(
    name = "dispatch",
    mixinStandardHelpOptions = true,
    description =
        "A job on three TaskManagers with 1 to 3 dispatchers between generator and computation:"
            + " payloads a second by value, by a claim check written by hand, and by proxies.")
public final class DispatchBench implements Callable<Integer> {
  private static final String BENCH = "dispatch";
  private static final List<Integer> SIZES =
      List.of(256, 1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20, 16 << 20);
  private static final List<Integer> QUICK_SIZES = List.of(1 << 10, 1 << 20);
  private static final MemorySize HEAP = MemorySize.ofMebiBytes(1536);

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "BYTES",
      description = "Sizes of payloads. Default: 256 B to 16 MiB; 1 KiB and 1 MiB with --quick.")
  private @Nullable List<Integer> sizes;

  @Option(
      names = "--hops",
      split = ",",
      description = "How many dispatchers. Default: 1,2,3; 1,3 with --quick.")
  private @Nullable List<Integer> hops;

  @Option(
      names = "--arms",
      split = ",",
      description = "Only these: ${COMPLETION-CANDIDATES}. Default: all.")
  private Set<Arm> arms = EnumSet.allOf(Arm.class);

  @Option(
      names = "--inline",
      paramLabel = "BYTES",
      description =
          "Up to how many bytes ProxyStore leaves a payload in its proxy. Default: ${DEFAULT-VALUE}.")
  private long inline = 16 << 10;

  @Option(
      names = "--seconds",
      description = "How long a run is measured at least. Default: 5; 0.8 with --quick.")
  private @Nullable Double seconds;

  @Mixin private final RoundOptions options = new RoundOptions();

  DispatchBench() {}

  @Override
  public Integer call() throws Exception {
    try (RedisServer server = BenchRedis.start();
        BenchCluster cluster = BenchCluster.start(DispatchJob.TASK_MANAGERS, 1, HEAP)) {
      DispatchJob job = new DispatchJob(cluster, DispatchStores.of(server), new MemorySize(inline));
      String redis = BenchRedis.describe(server);
      for (Map.Entry<Setting, Map<Arm, List<Double>>> each : bySetting(job, server).entrySet()) {
        report(each.getKey(), redis, each.getValue());
      }
    }
    return 0;
  }

  private List<Setting> settings() {
    List<Setting> all = new ArrayList<>();
    for (int size : sizes != null ? sizes : options.choose(QUICK_SIZES, SIZES)) {
      for (int count : hops != null ? hops : options.choose(List.of(1, 3), List.of(1, 2, 3))) {
        all.add(new Setting(size, count));
      }
    }
    return all;
  }

  /** Arm by setting: all of them take turns, so that hops and sizes can be compared too. */
  private record Case(Setting setting, Arm arm) {}

  private Map<Setting, Map<Arm, List<Double>>> bySetting(DispatchJob job, RedisServer server)
      throws Exception {
    List<Case> cases = new ArrayList<>();
    settings().forEach(setting -> arms.forEach(arm -> cases.add(new Case(setting, arm))));
    Rounds rounds = options.rounds();
    warmUp(job, server, rounds);
    Map<Setting, Map<Arm, List<Double>>> all = new LinkedHashMap<>();
    rounds
        .withoutWarmUps()
        .run(cases, each -> run(job, server, each, windowTime()))
        .forEach(
            (each, values) ->
                all.computeIfAbsent(each.setting(), key -> new LinkedHashMap<>())
                    .put(each.arm(), values));
    return all;
  }

  /** Once for each arm: the processes stay, and what they have compiled with them. */
  private void warmUp(DispatchJob job, RedisServer server, Rounds rounds) throws Exception {
    Setting some = new Setting(64 << 10, 2);
    var unused =
        rounds.onlyWarmUps().run(arms, arm -> run(job, server, new Case(some, arm), windowTime()));
  }

  private Duration windowTime() {
    double length = seconds != null ? seconds : options.choose(0.8, 5.0);
    return Duration.ofNanos((long) (length * 1e9));
  }

  /** Within each run, too: by then the job's own threads and buffers are busy. */
  private Duration warmUpTime() {
    return windowTime();
  }

  private double run(DispatchJob job, RedisServer server, Case each, Duration window)
      throws Exception {
    double perSecond = job.run(each.arm(), each.setting(), warmUpTime(), window);
    try (Jedis jedis = new Jedis(RedisServer.HOST, server.port())) {
      String unused = jedis.flushAll();
    }
    return perSecond;
  }

  private void report(Setting setting, String redis, Map<Arm, List<Double>> runs)
      throws IOException {
    Map<Arm, Measurement> alone = new LinkedHashMap<>();
    runs.forEach((arm, values) -> alone.put(arm, measurement(setting, redis, arm, values)));
    Output output = options.output();
    for (Measurement each : alone.values()) {
      output.print(each);
    }
    for (Map.Entry<Arm, Measurement> ours : alone.entrySet()) {
      for (Map.Entry<Arm, Measurement> other : alone.entrySet()) {
        if (ours.getKey().isOurs() && !other.getKey().isOurs()) {
          output.print(
              ours.getValue().with("against", other.getKey().text()).pairedWith(other.getValue()));
        }
      }
    }
  }

  private Measurement measurement(Setting setting, String redis, Arm arm, List<Double> values) {
    return Measurement.of(
            BENCH,
            arm.text(),
            setting.parameters(),
            "records/s",
            values.stream().mapToDouble(each -> each).toArray())
        .with("inline", Long.toString(inline))
        .with("redis", redis);
  }
}
