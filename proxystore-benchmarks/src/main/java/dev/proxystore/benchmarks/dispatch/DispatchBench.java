package dev.proxystore.benchmarks.dispatch;

import dev.proxystore.benchmarks.BenchOptions;
import dev.proxystore.benchmarks.BenchRedis;
import dev.proxystore.benchmarks.Measurement;
import dev.proxystore.benchmarks.Rounds;
import dev.proxystore.benchmarks.job.BenchCluster;
import dev.proxystore.benchmarks.job.ClusterOption;
import dev.proxystore.redis.testing.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
  private static final int[] SIZES = {
    256, 1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20, 16 << 20
  };
  private static final int[] QUICK_SIZES = {1 << 10, 1 << 20};
  private static final MemorySize HEAP = MemorySize.ofMebiBytes(1536);

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

  @Mixin private final ClusterOption where = new ClusterOption();
  @Mixin private final BenchOptions options = new BenchOptions();

  DispatchBench() {}

  @Override
  public Integer call() throws Exception {
    try (RedisServer server = BenchRedis.start();
        BenchCluster cluster = where.open(DispatchJob.TASK_MANAGERS, 1, HEAP)) {
      System.err.println("Redis " + BenchRedis.describe(server));
      DispatchJob job = new DispatchJob(cluster, DispatchStores.of(server), new MemorySize(inline));
      measure(job, server);
    }
    return 0;
  }

  /** Of each size, with each number of hops. */
  private List<List<Setting>> settings() {
    List<Integer> counts = hops != null ? hops : options.choose(List.of(1, 3), List.of(1, 2, 3));
    return Arrays.stream(options.sizes(SIZES, QUICK_SIZES))
        .mapToObj(size -> counts.stream().map(count -> new Setting(size, count)).toList())
        .toList();
  }

  /** Arm by hops, which take turns too, so that they can be compared. */
  private record Case(Setting setting, Arm arm) {}

  private void measure(DispatchJob job, RedisServer server) throws Exception {
    Rounds rounds = options.rounds(1);
    warmUp(job, server, rounds);
    for (List<Setting> ofSize : settings()) {
      List<Case> cases = new ArrayList<>();
      ofSize.forEach(setting -> arms.forEach(arm -> cases.add(new Case(setting, arm))));
      Map<Setting, Map<Arm, double[]>> all = new LinkedHashMap<>();
      rounds
          .withoutWarmUps()
          .run(cases, each -> run(job, server, each))
          .forEach(
              (each, runs) ->
                  all.computeIfAbsent(each.setting(), key -> new EnumMap<>(Arm.class))
                      .put(each.arm(), Rounds.values(runs, run -> run)));
      for (Map.Entry<Setting, Map<Arm, double[]>> each : all.entrySet()) {
        report(each.getKey(), each.getValue());
      }
    }
  }

  /** The smallest and the largest: the processes stay, and what they have compiled with them. */
  private void warmUp(DispatchJob job, RedisServer server, Rounds rounds) throws Exception {
    List<Setting> all = settings().stream().flatMap(List::stream).toList();
    for (Setting some : new LinkedHashSet<>(List.of(all.get(0), all.get(all.size() - 1)))) {
      var unused = rounds.onlyWarmUps().run(arms, arm -> run(job, server, new Case(some, arm)));
    }
  }

  /** It is warmed up as long as it is measured: then its own threads and buffers are busy. */
  private double run(DispatchJob job, RedisServer server, Case each) throws Exception {
    double length = seconds != null ? seconds : options.choose(0.8, 5.0);
    Duration window = Duration.ofNanos((long) (length * 1e9));
    double perSecond = job.run(each.arm(), each.setting(), window, window);
    try (Jedis jedis = new Jedis(RedisServer.HOST, server.port())) {
      String unused = jedis.flushAll();
    }
    return perSecond;
  }

  private void report(Setting setting, Map<Arm, double[]> runs) throws IOException {
    Map<String, double[]> byName = new LinkedHashMap<>();
    runs.forEach((arm, values) -> byName.put(arm.text(), values));
    List<Measurement> all = options.compare(BENCH, setting.parameters(inline), "records/s", byName);
    options.report(all);
    options.reportAgainst(all, Arm.REDIS.text(), Arm.BY_HAND.text());
    options.reportAgainst(all, Arm.HAZELCAST.text(), Arm.BY_HAND.text());
  }
}
