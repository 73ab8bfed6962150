package dev.proxystore.benchmarks.chaos;

import dev.proxystore.examples.cluster.ClusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.apache.flink.util.FileUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command {@code bin/chaos}. */
@Command(
    name = "bin/chaos",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Kills processes of a Flink cluster and of a store while a job runs, and checks that every"
          + " result is there exactly once and right, that no object was missing, and that the"
          + " store is empty in the end.",
      "",
      "Prints a line of JSON. The exit status is 0 if lost, duplicated, wrong, missing and leaked"
          + " are 0, else 1; then the logs are kept. Takes about 10 s a kill."
    },
    footer = {
      "",
      "Examples:",
      "  bin/chaos --store redis",
      "  bin/chaos --store hazelcast --kills 25 --seed 3 --json chaos.json"
    })
public final class ChaosCommand implements Callable<Integer> {
  private static final int RECORDS_BESIDE = 200;
  private static final int RECORDS_A_KILL = 200;

  @Option(
      names = "--store",
      required = true,
      paramLabel = "STORE",
      description = "Where the objects lie: ${COMPLETION-CANDIDATES}.")
  private ChaosStore.Kind store = ChaosStore.Kind.redis;

  @Option(
      names = "--kills",
      paramLabel = "N",
      description = "How many processes. Default: ${DEFAULT-VALUE}.")
  private int kills = 3;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description =
          "Decides what is killed when, the payloads, and how objects are fetched. Default:"
              + " ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(
      names = "--records",
      paramLabel = "R",
      description = "How many pass through the job. Default: 200, and 200 more for each kill.")
  private @Nullable Long records;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      description =
          "Of most payloads, times 0.5 to 1.5; of 16 one is tiny, and one up to 40 times as large."
              + " Default: ${DEFAULT-VALUE}.")
  private int size = 64 << 10;

  @Option(names = "--json", paramLabel = "FILE", description = "Add the line of JSON to this file.")
  private @Nullable Path json;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  private ChaosCommand() {}

  /** Runs the command and ends the process with its exit status. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new ChaosCommand())
            .setExitCodeExceptionMapper(failure -> ExitCode.SOFTWARE)
            .setExecutionExceptionHandler(ChaosCommand::explain)
            .execute(arguments));
  }

  private static int explain(Exception failure, CommandLine command, ParseResult arguments)
      throws Exception {
    if (failure instanceof ChaosException || failure instanceof ClusterException) {
      say(failure.getMessage());
    } else if (failure instanceof InterruptedException) {
      say("Ended before it was done.");
    } else {
      throw failure;
    }
    return ExitCode.SOFTWARE;
  }

  @Override
  public Integer call() throws Exception {
    Records all = records();
    Path folder = Files.createTempDirectory("proxystore-chaos");
    boolean clean = false;
    try {
      clean = run(all, folder).isClean();
    } finally {
      if (clean) {
        FileUtils.deleteDirectory(folder.toFile());
      } else {
        say("The logs and results are in " + folder);
      }
    }
    return clean ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private Records records() {
    long count = records == null ? RECORDS_BESIDE + (long) RECORDS_A_KILL * kills : records;
    try {
      return new Records(seed, count, size);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private ChaosReport run(Records all, Path folder) throws Exception {
    ChaosRun started = new ChaosRun(store, all, kills, folder, ChaosCommand::say);
    try (Ending run = new Ending(started)) {
      ChaosReport report = run.run();
      print(report.json());
      return report;
    }
  }

  private void print(String line) throws IOException {
    System.out.println(line);
    if (json != null) {
      Files.writeString(json, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }

  private static void say(@Nullable String line) {
    System.err.println(
        LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.MILLIS) + " " + line);
  }
}
