package dev.proxystore.examples.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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

  private DemoCommand() {}

  /** Runs the demo and ends the process with its exit status. */
  public static void main(String[] arguments) {
    if (Arrays.asList(arguments).contains("--verbose")) {
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "info");
    }
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    DemoCommand command = new DemoCommand();
    return new CommandLine(command)
        .setExecutionExceptionHandler((failure, line, parsed) -> command.report(failure, line));
  }

  private int report(Exception failure, CommandLine line) {
    line.getErr().println("bin/demo: " + Failures.sentence(failure));
    if (verbose) {
      failure.printStackTrace(line.getErr());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  @Override
  public Integer call() throws Exception {
    Path folder = folder();
    Path target = target();
    try (DemoStore objects = DemoStore.open(store, cluster == null);
        DemoCluster flink = openCluster()) {
      if (web) {
        System.err.println("Flink's web UI: " + flink.rest());
      }
      Summary summary = new Demo(flink, objects, folder, target, slots(flink), System.err).run();
      summary.print(System.out);
      keepWeb(flink);
      return summary.unread() > 0 ? SOME_UNREAD : CommandLine.ExitCode.OK;
    }
  }

  private Path folder() {
    if (!Files.isDirectory(input)) {
      throw new DemoException(
          "The input folder %s %s. Name a folder with --input."
              .formatted(input, Files.exists(input) ? "is not a folder" : "does not exist"));
    }
    return input.toAbsolutePath().normalize();
  }

  private Path target() {
    Path file = out.toAbsolutePath().normalize();
    if (Files.isDirectory(file) || !Files.isDirectory(file.resolveSibling("."))) {
      throw new DemoException(
          "The checksums cannot be written to %s: expected a file in a folder that exists. Name one with --out."
              .formatted(file));
    }
    return file;
  }

  private DemoCluster openCluster() throws Exception {
    return cluster == null
        ? DemoCluster.start(wanted().orElse(processors()))
        : DemoCluster.at(cluster);
  }

  private Optional<Integer> wanted() {
    if (parallelism != null && parallelism < 1) {
      throw new DemoException("--parallelism is 1 or more, found " + parallelism + ".");
    }
    return Optional.ofNullable(parallelism);
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** How many of the cluster's slots the job takes. */
  private int slots(DemoCluster flink) throws InterruptedException {
    if (flink.isHere()) {
      return wanted().orElse(processors());
    }
    int free = new ClusterRest(flink.rest()).freeSlots();
    int needed = wanted().orElse(Math.max(1, free));
    if (free < needed) {
      throw new DemoException(
          "The cluster at %s has %d free slots, and the demo needs %d. Stop other jobs or lower --parallelism."
              .formatted(flink.rest(), free, needed));
    }
    return needed;
  }

  /** Waits for Enter, or for the end of an input that is no terminal. */
  private void keepWeb(DemoCluster flink) throws IOException {
    if (web && flink.isHere()) {
      System.err.println("The web UI stays at " + flink.rest() + " until you press Enter.");
      int unused = System.in.read();
    }
  }
}
