package dev.proxystore.benchmarks.report;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The ratios of a benchmark, as bars. */
final class Chart {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 420;

  private Chart() {}

  /** Whether there are ratios to draw. */
  static boolean write(String bench, List<Result> results, Path folder) throws IOException {
    Map<String, TreeMap<Long, Double>> series = new LinkedHashMap<>();
    for (Result each : results) {
      if (each.ratio().isPresent()) {
        String name = each.setting().isEmpty() ? each.arm() : each.arm() + ", " + each.setting();
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
