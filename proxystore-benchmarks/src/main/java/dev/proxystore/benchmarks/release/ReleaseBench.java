package dev.proxystore.benchmarks.release;

import dev.proxystore.benchmarks.BenchRedis;
import dev.proxystore.benchmarks.Measurement;
import dev.proxystore.benchmarks.Rounds;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.store.Store;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import redis.clients.jedis.Jedis;

/**
 * A job on a cluster in this process, with a Redis in another, and a checkpoint a second: how much
 * of its throughput release on checkpoint and the care for orphans leave it, against the same job
 * that has neither. It is compared with those that one might write by hand.
 */
@Command(
    name = "release",
    mixinStandardHelpOptions = true,
    description =
        "A job with a checkpoint a second: objects a second that are put, dispatched and resolved,"
            + " with release on checkpoint and without.")
public final class ReleaseBench implements Callable<Integer> {
  private static final String BENCH = "release";
  private static final int WARM_UPS = 1;

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "BYTES",
      description = "Sizes of objects. Default: 65536,1048576.")
  private List<Integer> sizes = List.of(64 << 10, 1 << 20);

  @Option(
      names = "--arms",
      split = ",",
      description =
          "Only these: ${COMPLETION-CANDIDATES}. Default: all but KEEP, which fills the server with"
              + " up to 15 GiB.")
  private Set<Arm> arms = Arm.byDefault();

  @Option(names = "--repeats", description = "Runs of each setting. Default: ${DEFAULT-VALUE}.")
  private int repeats = 7;

  @Option(
      names = "--seconds",
      description = "How long a run is measured, when it is warm. Default: ${DEFAULT-VALUE}.")
  private int seconds = 6;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Add a line of JSON for each setting to this file.")
  private @Nullable Path json;

  private String redis = "";

  private ReleaseBench() {}

  @Override
  public Integer call() throws Exception {
    try (RedisServer server = BenchRedis.start();
        LocalCluster cluster = LocalCluster.start(ReleaseJob.PARALLELISM)) {
      redis = BenchRedis.describe(server);
      for (int size : sizes) {
        Map<Arm, List<Rates>> runs = runs(cluster.address(), server, size);
        report(measurements(size, "objects/s", runs, Rates::perSecond));
        report(measurements(size, "us CPU/object in the job", runs, Rates::jobMicros));
        report(measurements(size, "us CPU/object in the server", runs, Rates::serverMicros));
      }
    }
    return 0;
  }

  /** Of each arm one value a run; arms take turns, in random order. */
  private Map<Arm, List<Rates>> runs(URI cluster, RedisServer server, int size) throws Exception {
    return new Rounds(WARM_UPS, repeats, size)
        .run(EnumSet.copyOf(arms), arm -> run(cluster, server, arm, size));
  }

  private Rates run(URI cluster, RedisServer server, Arm arm, int size) throws Exception {
    String address = "redis://" + server.hostAndPort() + "/objects";
    try (Store store = Store.builder(address).withoutCache().build();
        Jedis jedis = new Jedis(RedisServer.HOST, server.port())) {
      Rates rates =
          new ReleaseJob(cluster, store.config(), server.pid())
              .run(arm, size, Duration.ofSeconds(seconds));
      jedis.flushAll();
      return rates;
    }
  }

  private List<Measurement> measurements(
      int size, String unit, Map<Arm, List<Rates>> runs, ToDoubleFunction<Rates> rate) {
    Map<Arm, Measurement> alone = new EnumMap<>(Arm.class);
    runs.forEach(
        (arm, each) ->
            alone.put(
                arm, measurement(arm, size, unit, each.stream().mapToDouble(rate).toArray())));
    List<Measurement> all = new ArrayList<>(alone.values());
    Measurement release = alone.remove(Arm.RELEASE);
    if (release != null) {
      alone.forEach((arm, each) -> all.add(release.with("against", arm.text()).pairedWith(each)));
    }
    return all;
  }

  private Measurement measurement(Arm arm, int size, String unit, double[] values) {
    Map<String, String> parameters =
        Map.of(
            "size",
            Integer.toString(size),
            "redis",
            redis,
            "checkpoints",
            ReleaseJob.CHECKPOINTS.toMillis() + " ms");
    return Measurement.of(BENCH, arm.text(), parameters, unit, values);
  }

  private void report(List<Measurement> measurements) throws IOException {
    for (Measurement each : measurements) {
      each.report(json);
    }
  }
}
