package dev.proxystore.benchmarks.job;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that the benchmarks of whole jobs have in common. */
public final class RoundOptions {
  private static final int REPEATS = 5;

  @Option(
      names = "--quick",
      description = "Fewer settings and shorter runs: for a first look, not for a claim.")
  private boolean quick;

  @Option(names = "--repeats", description = "Runs of each setting. Default: 5; 2 with --quick.")
  private @Nullable Integer repeats;

  @Option(
      names = "--warm-ups",
      description = "Runs that do not count, before the others. Default: ${DEFAULT-VALUE}.")
  private int warmUps = 1;

  @Option(
      names = "--seed",
      description = "Of the order in which arms take turns. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Add a line of JSON for each setting to this file.")
  private @Nullable Path json;

  public boolean isQuick() {
    return quick;
  }

  /** One value with {@code --quick}, another without. */
  public <T> T choose(T ifQuick, T otherwise) {
    return quick ? ifQuick : otherwise;
  }

  /** Rounds to warm up, and those that count. The order is printed with its seed. */
  public Rounds rounds() {
    System.err.println("Arms take turns in random order, seed " + seed);
    return new Rounds(warmUps, repeats != null ? repeats : choose(2, REPEATS), seed);
  }

  public Output output() {
    return new Output(json);
  }
}
