package dev.proxystore.benchmarks;

import dev.proxystore.connector.ConnectorOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a benchmark is run, and where its results go. */
public final class BenchOptions {
  @Option(names = "--repeats", description = "Runs of each arm. Default: 5, or 3 when quick.")
  private int repeats;

  @Option(
      names = "--warm-ups",
      description = "Runs that do not count, before the others. Default: as each benchmark needs.")
  private @Nullable Integer warmUps;

  @Option(names = "--quick", description = "Fewer sizes and runs, for a look at all benchmarks.")
  private boolean quick;

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "SIZE",
      description = "Only objects of these sizes, such as 1kb,1mb.")
  private @Nullable List<String> sizes;

  @Option(
      names = "--seed",
      description = "Of the order in which arms take turns. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Add a line of JSON for each setting to this file.")
  private @Nullable Path json;

  /** One arm: does its work once, and says what is measured of it. */
  @FunctionalInterface
  public interface Arm {
    double run() throws Exception;
  }

  public int repeats() {
    return repeats > 0 ? repeats : quick ? 3 : 5;
  }

  public boolean isQuick() {
    return quick;
  }

  /** The sizes that were asked for, else all or the quick ones. */
  public int[] sizes(int[] all, int[] quickOnes) {
    if (sizes == null) {
      return quick ? quickOnes : all;
    }
    return sizes.stream()
        .mapToInt(text -> (int) ConnectorOptions.parseSize("--sizes", text))
        .toArray();
  }

  /** One value when quick, another otherwise. */
  public <T> T choose(T ifQuick, T otherwise) {
    return quick ? ifQuick : otherwise;
  }

  /** How often arms take turns, and in which orders. */
  public Rounds rounds(int usualWarmUps) {
    return new Rounds(warmUps != null ? warmUps : usualWarmUps, repeats(), seed);
  }

  /** Of each arm one value a run; arms take turns, in random order, after some warm-up. */
  public Map<String, double[]> alternate(Map<String, Arm> arms, int warmUps) throws Exception {
    Map<String, double[]> values = new LinkedHashMap<>();
    rounds(warmUps)
        .run(arms.entrySet(), arm -> arm.getValue().run())
        .forEach((arm, runs) -> values.put(arm.getKey(), Rounds.values(runs, run -> run)));
    return values;
  }

  /**
   * The measurements of arms that took turns, each but the first compared with that, run by run.
   */
  public List<Measurement> compare(
      String bench, Map<String, String> parameters, String unit, Map<String, double[]> values) {
    List<Measurement> all = new ArrayList<>();
    values.forEach(
        (arm, runs) -> {
          Measurement mine =
              Measurement.of(bench, arm, parameters, unit, Arrays.copyOf(runs, runs.length));
          all.add(all.isEmpty() ? mine : mine.pairedWith(all.get(0)));
        });
    return all;
  }

  /** Prints a result, and adds it to the file. */
  public void report(Measurement measurement) throws IOException {
    measurement.report(json);
  }

  /** Prints results, and adds them to the file. */
  public void report(List<Measurement> measurements) throws IOException {
    for (Measurement each : measurements) {
      report(each);
    }
  }

  /** Reports one arm against another that is not the first, if both are among these. */
  public void reportAgainst(List<Measurement> all, String arm, String other) throws IOException {
    for (Measurement mine : all) {
      for (Measurement theirs : all) {
        if (mine.arm().equals(arm) && theirs.arm().equals(other)) {
          report(mine.against(theirs));
        }
      }
    }
  }
}
