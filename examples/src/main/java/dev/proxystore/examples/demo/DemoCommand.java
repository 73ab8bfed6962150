package dev.proxystore.examples.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The command {@code bin/demo}. */
@Command(
    name = "bin/demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeOnInvalidInput = 1,
    description = {
      "Takes the SHA-256 of every file below a folder with a Flink job: a generator reads the files"
          + " and puts them into a store, a dispatcher chooses who computes, and compute tasks fetch"
          + " and digest them. Only proxies pass the dispatcher.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:every file was read",
      "1:the demo failed, or an argument is wrong",
      "2:the demo ran, and some files could not be read"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bin/demo",
      "  bin/demo --input ~/Pictures --store redis",
      "  bin/demo --store redis://127.0.0.1:6379/demo --out sums && sha256sum -c --quiet sums",
      "  bin/cluster start && bin/demo --cluster 127.0.0.1:8181 && bin/cluster stop"
    })
public final class DemoCommand implements Callable<Integer> {
  private static final int SOME_UNREAD = 2;

  @Option(
      names = "--input",
      paramLabel = "DIR",
      description = "The folder to read. Default: the home of the running JDK.")
  private Path input = Path.of(System.getProperty("java.home"));

  @Option(
      names = "--store",
      paramLabel = "STORE",
      description =
          "hazelcast (a member in this process), redis (a private server), file (a temporary folder),"
              + " or the address of a store. Default: ${DEFAULT-VALUE}.")
  private String store = "hazelcast";

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description =
          "Readers and compute tasks. Default: the processors of this machine; with --cluster, its"
              + " free slots.")
  private @Nullable Integer parallelism;

  @Option(
      names = "--cluster",
      paramLabel = "HOST:PORT",
      description = "Run the job on this Flink cluster instead of in this process.")
  private @Nullable String cluster;

  @Option(
      names = "--web",
      description = "Say where Flink's web UI is, and keep it up until Enter is pressed.")
  private boolean web;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Where the checksums go, as sha256sum -c reads them. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("demo.sha256");

  @Option(names = "--verbose", description = "Show logs, and the stack trace of an error.")
  private boolean verbose;

  private final Ending ending = Ending.atExit();

  private DemoCommand() {}

  /** Runs the demo and ends the process with its exit status. */
  public static void main(String[] arguments) {
    if (Arrays.asList(arguments).contains("--verbose")) {
      DemoLogs.verbose();
    } else {
      DemoLogs.quiet();
    }
    DemoCommand command = new DemoCommand();
    CommandLine line = commandLine(command);
    try {
      Exit.with(line.execute(arguments));
    } catch (Throwable e) { // an Error, with which nothing can go on
      Exit.with(command.report(e, line.getErr()));
    }
  }

  private static CommandLine commandLine(DemoCommand command) {
    return new CommandLine(command)
        .setParameterExceptionHandler(DemoCommand::explain)
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> command.report(failure, line.getErr()));
  }

  private static int explain(ParameterException wrong, String[] arguments) {
    PrintWriter err = wrong.getCommandLine().getErr();
    err.println("bin/demo: " + wrong.getMessage() + ". See bin/demo --help.");
    return ExitCode.SOFTWARE;
  }

  private int report(Throwable failure, PrintWriter err) {
    if (ending.isFromOutside()) {
      return ExitCode.SOFTWARE;
    }
    err.println("bin/demo: " + Failures.sentence(failure));
    if (verbose) {
      failure.printStackTrace(err);
    }
    return ExitCode.SOFTWARE;
  }

  @Override
  public Integer call() throws Exception {
    MemoryBudget.requireEnough(Runtime.getRuntime().maxMemory());
    Path folder = DemoPaths.folder(input);
    Path target = DemoPaths.target(out);
    Optional<ClusterAddress> given = Optional.ofNullable(cluster).map(ClusterAddress::parse);
    Optional<Integer> wanted = Optional.ofNullable(parallelism);
    wanted.ifPresent(DemoSize::requireReasonable);
    given.ifPresent(address -> DemoStore.requireVisibleElsewhere(store));
    DemoSize size =
        given.isPresent() ? DemoSize.of(given.get().rest(), wanted) : DemoSize.here(wanted);
    try (ending) {
      DemoStore objects = ending.add(DemoStore.open(store, given.isEmpty()));
      DemoCluster flink =
          ending.add(
              given.isPresent()
                  ? DemoCluster.at(given.get())
                  : DemoCluster.start(size.parallelism()));
      return run(flink, objects, folder, target, size);
    }
  }

  private int run(DemoCluster flink, DemoStore objects, Path folder, Path target, DemoSize size)
      throws Exception {
    if (web) {
      System.err.println("Flink's web UI: " + flink.rest());
    }
    Summary summary = new Demo(ending, flink, objects, folder, target, size, System.err).run();
    summary.print(System.out);
    keepWeb(flink);
    return summary.unread() > 0 ? SOME_UNREAD : ExitCode.OK;
  }

  /** Waits for Enter, or for the end of an input that is no terminal. */
  private void keepWeb(DemoCluster flink) throws IOException {
    if (web && flink.isHere()) {
      System.err.println("The web UI stays at " + flink.rest() + " until you press Enter.");
      int unused = System.in.read();
    }
  }
}
