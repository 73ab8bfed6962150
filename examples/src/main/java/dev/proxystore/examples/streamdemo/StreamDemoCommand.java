package dev.proxystore.examples.streamdemo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code bin/stream-demo}. */
@Command(
    name = "bin/stream-demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeOnInvalidInput = 1,
    description = {
      "Takes the SHA-256 of every file below a folder with four processes: a generator puts the files"
          + " into a store and tells a broker, a Flink job dispatches what the broker says, and two"
          + " compute processes without Flink fetch the files and digest them. The results are"
          + " compared with the files.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:every file came out once, with the right digest, and nothing is left in the store",
      "1:the demo failed, a result is wrong, or an argument is",
      "2:the results are right, and some files could not be read"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bin/stream-demo",
      "  bin/stream-demo --store redis --broker redis --input ~/Pictures",
      "  bin/stream-demo --store hazelcast --broker redis"
    })
public final class StreamDemoCommand implements Callable<Integer> {
  private static final int SOME_UNREAD = 2;
  private static final double MEBI = 1 << 20;

  @Option(
      names = "--input",
      paramLabel = "DIR",
      description = "The folder to read. Default: the home of the running JDK.")
  private Path input = Path.of(System.getProperty("java.home"));

  @Option(
      names = "--store",
      paramLabel = "SYSTEM",
      description = "What holds the files: redis or hazelcast. Default: ${DEFAULT-VALUE}.")
  private String store = "redis";

  @Option(
      names = "--broker",
      paramLabel = "SYSTEM",
      description = "What carries the events: redis or hazelcast. Default: what holds the files.")
  private @Nullable String broker;

  @Option(
      names = "--compute",
      paramLabel = "N",
      description = "How many compute processes. Default: ${DEFAULT-VALUE}.")
  private int compute = 2;

  @Option(names = "--verbose", description = "Show logs, and the stack trace of an error.")
  private boolean verbose;

  private StreamDemoCommand() {}

  /** Runs the demo and ends the process with its exit status. */
  public static void main(String[] arguments) {
    if (Arrays.asList(arguments).contains("--verbose")) {
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "info");
    }
    StreamDemoCommand command = new StreamDemoCommand();
    System.exit(
        new CommandLine(command)
            .setExecutionExceptionHandler((failure, line, parsed) -> command.report(failure, line))
            .execute(arguments));
  }

  private int report(Exception failure, CommandLine line) {
    line.getErr().println("bin/stream-demo: " + failure.getMessage());
    if (verbose) {
      failure.printStackTrace(line.getErr());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  @Override
  public Integer call() throws Exception {
    Path folder = folder();
    if (compute < 1) {
      throw new StreamDemoException("--compute is 1 or more, found " + compute + ".");
    }
    boolean same = broker == null || broker.equals(store);
    try (Servers objects = Servers.start(store);
        Servers events = same ? objects : Servers.start(String.valueOf(broker))) {
      return run(folder, objects, events);
    }
  }

  private Path folder() {
    if (!Files.isDirectory(input)) {
      throw new StreamDemoException(
          "The input folder %s %s. Name a folder with --input."
              .formatted(input, Files.exists(input) ? "is not a folder" : "does not exist"));
    }
    return input.toAbsolutePath().normalize();
  }

  private int run(Path folder, Servers objects, Servers events) throws Exception {
    long start = System.nanoTime();
    Results results = stream(folder, objects, events);
    return summary(results, objects, events, Duration.ofNanos(System.nanoTime() - start));
  }

  private Results stream(Path folder, Servers objects, Servers events) throws Exception {
    try (ProgressBar progress = progressBar(totalBytes(folder))) {
      Results results = new Results(progress);
      try (StreamDemo demo = new StreamDemo(objects, events, results)) {
        demo.run(folder, compute);
      }
      return results;
    }
  }

  private static ProgressBar progressBar(long bytes) {
    return new ProgressBarBuilder()
        .setTaskName("files")
        .setInitialMax(bytes)
        .setUnit(" MiB", 1 << 20)
        .build();
  }

  private static long totalBytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private int summary(Results results, Servers objects, Servers events, Duration elapsed)
      throws IOException {
    long verified = results.verified();
    long left = objects.objectsLeft();
    row("store", objects.store());
    row("broker", events.log() + " and " + events.queue());
    row("files sent", "%,d".formatted(results.sent()));
    row("files not read", "%,d".formatted(results.unread()));
    row("payload", "%,d bytes (%.1f MiB)".formatted(results.bytes(), results.bytes() / MEBI));
    row("digests verified", "%,d of %,d".formatted(verified, results.digested()));
    row("compute processes", "%d, %d without Flink".formatted(compute, results.withoutFlink()));
    row("elapsed", "%.1f s".formatted(elapsed.toMillis() / 1000.0));
    row("objects left in the store", "%,d".formatted(left));
    if (verified != results.sent() || verified != results.digested() || left != 0) {
      throw new StreamDemoException(
          "Expected %,d files verified and nothing left, found %,d and %,d objects."
              .formatted(results.sent(), verified, left));
    }
    return results.unread() > 0 ? SOME_UNREAD : CommandLine.ExitCode.OK;
  }

  private static void row(String name, String value) {
    System.out.printf(Locale.ROOT, "%-26s %s%n", name, value);
  }
}
