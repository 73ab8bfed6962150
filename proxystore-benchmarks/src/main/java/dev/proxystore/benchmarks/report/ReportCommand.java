package dev.proxystore.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes results as a page with tables and charts. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Writes results into a Markdown page: the table of each benchmark between the comments that name it, or at the end,"
          + " and a chart of its ratios into the folder 'performance' beside the page."
    })
public final class ReportCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "What benchmarks have written with --json.")
  private List<Path> files = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "PAGE",
      description = "The page, which is made if it is not there. Default: ${DEFAULT-VALUE}.")
  private Path page = Path.of("docs/performance.md");

  private ReportCommand() {}

  @Override
  public Integer call() throws IOException {
    System.setProperty("java.awt.headless", "true");
    Map<String, List<Result>> byBench = new LinkedHashMap<>();
    for (Path file : files) {
      for (Result each : Result.read(file)) {
        byBench.computeIfAbsent(each.bench(), name -> new ArrayList<>()).add(each);
      }
    }
    String text = Files.exists(page) ? Files.readString(page) : "# Performance\n";
    Path charts = page.toAbsolutePath().resolveSibling("performance");
    for (Map.Entry<String, List<Result>> each : byBench.entrySet()) {
      boolean hasChart = Chart.write(each.getKey(), each.getValue(), charts);
      text = Page.with(text, each.getKey(), each.getValue(), hasChart);
    }
    Files.writeString(page, text);
    System.out.println("%s: %s".formatted(page, String.join(", ", byBench.keySet())));
    return 0;
  }
}
