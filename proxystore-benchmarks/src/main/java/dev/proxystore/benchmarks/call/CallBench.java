package dev.proxystore.benchmarks.call;

import dev.proxystore.benchmarks.Measurement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a call through a stand-in or a proxy takes, once it is resolved. */
@Command(
    name = "call",
    mixinStandardHelpOptions = true,
    description = "A call of an object, through its proxy, and through its stand-in, by JMH.")
public final class CallBench implements Callable<Integer> {
  private static final String BENCH = "call";
  private static final String DIRECT = "direct";

  @Option(
      names = "--repeats",
      description = "JVMs, each with five iterations of a second. Default: ${DEFAULT-VALUE}.")
  private int repeats = 5;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Add a line of JSON for each way to call to this file.")
  private @Nullable Path json;

  private CallBench() {}

  @Override
  public Integer call() throws Exception {
    Map<String, double[]> byArm = new TreeMap<>();
    for (RunResult each : run()) {
      byArm.put(each.getPrimaryResult().getLabel(), scores(each));
    }
    Measurement direct = measurement(byArm, DIRECT);
    report(direct);
    for (String arm : byArm.keySet()) {
      if (!arm.equals(DIRECT)) {
        report(measurement(byArm, arm).comparedWith(direct));
      }
    }
    return 0;
  }

  private Collection<RunResult> run() throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include(Calls.class.getName() + "\\.")
            .forks(repeats)
            .warmupIterations(3)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(5)
            .measurementTime(TimeValue.seconds(1))
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .build();
    return new Runner(options).run();
  }

  /** The average of each JVM. */
  private static double[] scores(RunResult result) {
    List<Double> scores = new ArrayList<>();
    for (BenchmarkResult each : result.getBenchmarkResults()) {
      scores.add(each.getPrimaryResult().getScore());
    }
    return scores.stream().mapToDouble(score -> score).toArray();
  }

  private static Measurement measurement(Map<String, double[]> byArm, String arm) {
    return Measurement.of(BENCH, arm, Map.of(), "ns", byArm.getOrDefault(arm, new double[0]));
  }

  private void report(Measurement measurement) throws IOException {
    measurement.report(json);
  }
}
