package dev.proxystore.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs all benchmarks, one after the other. */
@Command(
    name = "all",
    mixinStandardHelpOptions = true,
    description = "All benchmarks, one after the other; one that fails does not end the others.")
final class AllCommand implements Callable<Integer> {
  /** Each with what makes it quick. */
  private static final List<String> QUICK =
      List.of(
          "wire",
          "overhead --quick",
          "contention --quick",
          "overlap --quick",
          "growth --quick",
          "payload --repeats 3",
          "call --repeats 1",
          "stream --repeats 2 --stores redis",
          "large --bytes 1gb",
          "release --repeats 1 --seconds 3",
          "dispatch --quick --repeats 1",
          "scaling --quick --repeats 1",
          "checkpoint --quick --repeats 1");

  private static final List<String> WHOLE =
      List.of(
          "wire",
          "overhead",
          "contention",
          "overlap",
          "growth",
          "payload",
          "call",
          "stream",
          "large",
          "release",
          "dispatch",
          "scaling",
          "checkpoint");

  @Option(names = "--quick", description = "Fewer sizes and runs: less than 15 minutes on 2 cores.")
  private boolean quick;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Add a line of JSON for each setting to this file.")
  private @Nullable Path json;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  private AllCommand() {}

  @Override
  public Integer call() {
    List<String> failed = new ArrayList<>();
    for (String line : quick ? QUICK : WHOLE) {
      List<String> arguments = new ArrayList<>(Arrays.asList(line.split(" ", -1)));
      if (json != null) {
        arguments.addAll(List.of("--json", json.toString()));
      }
      System.err.println("bin/bench " + String.join(" ", arguments));
      long start = System.nanoTime();
      int status = spec.root().commandLine().execute(arguments.toArray(String[]::new));
      System.err.println("  %.0f s".formatted((System.nanoTime() - start) / 1e9));
      if (status != 0) {
        failed.add(line);
      }
    }
    if (!failed.isEmpty()) {
      System.err.println("Failed: " + failed);
    }
    return failed.isEmpty() ? 0 : 1;
  }
}
