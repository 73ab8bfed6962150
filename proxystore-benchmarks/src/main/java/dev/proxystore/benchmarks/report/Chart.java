package dev.proxystore.benchmarks.report;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The ratios of a benchmark, as bars. */
final class Chart {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 420;

  /** Ratios to another arm than the first are left to the table. */
  private static final String AGAINST = "against";

  private Chart() {}

  /** The parameters that are the same in all results. */
  private static Set<String> constant(List<Result> results) {
    Map<String, Set<String>> values = new HashMap<>();
    for (Result each : results) {
      each.parameters()
          .forEach(
              (name, value) -> values.computeIfAbsent(name, key -> new HashSet<>()).add(value));
    }
    return values.keySet().stream()
        .filter(
            name ->
                values.getOrDefault(name, Set.of()).size() == 1
                    && results.stream().allMatch(each -> each.parameters().containsKey(name)))
        .collect(Collectors.toSet());
  }

  /** Whether there are ratios to draw. */
  static boolean write(String bench, List<Result> results, Path folder) throws IOException {
    Map<String, TreeMap<Long, Double>> series = new LinkedHashMap<>();
    Set<String> constant = constant(results);
    for (Result each : results) {
      if (each.ratio().isPresent() && !each.parameters().containsKey(AGAINST)) {
        String setting = each.setting(constant);
        String name = setting.isEmpty() ? each.arm() : each.arm() + ", " + setting;
        series
            .computeIfAbsent(name, key -> new TreeMap<>())
            .put(each.size().orElse(0), each.ratio().getAsDouble());
      }
    }
    if (series.isEmpty()) {
      return false;
    }
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(bench)
            .xAxisTitle("size")
            .yAxisTitle("ratio")
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setYAxisMin(0.0);
    List<Long> sizes =
        series.values().stream()
            .flatMap(each -> each.keySet().stream())
            .distinct()
            .sorted()
            .toList();
    List<String> labels = sizes.stream().map(Page::size).toList();
    series.forEach(
        (name, bySize) -> {
          List<Double> values = new ArrayList<>();
          sizes.forEach(size -> values.add(bySize.getOrDefault(size, 0.0)));
          chart.addSeries(name, labels, values);
        });
    Files.createDirectories(folder);
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    chart.paint(pen, WIDTH, HEIGHT);
    pen.dispose();
    if (!ImageIO.write(image, "png", folder.resolve(bench + ".png").toFile())) {
      throw new IOException("This JVM writes no PNG.");
    }
    return true;
  }
}
