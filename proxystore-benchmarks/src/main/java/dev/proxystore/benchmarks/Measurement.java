package dev.proxystore.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one arm of a benchmark gave in several runs.
 *
 * @param bench the name of the benchmark
 * @param arm what was measured
 * @param parameters the settings of this line, such as the size of an object
 * @param unit of the values
 * @param values one a run
 * @param ratio of the median to that of what it is compared with; absent if it stands alone
 */
@SuppressWarnings("ArrayRecordComponent") // printed, never compared
public record Measurement(
    String bench,
    String arm,
    Map<String, String> parameters,
    String unit,
    double[] values,
    OptionalDouble ratio) {

  /** What stands alone. */
  public static Measurement of(
      String bench, String arm, Map<String, String> parameters, String unit, double[] values) {
    return new Measurement(bench, arm, parameters, unit, values, OptionalDouble.empty());
  }

  /** The same, compared with another arm of the same runs. */
  public Measurement comparedWith(Measurement other) {
    return new Measurement(
        bench, arm, parameters, unit, values, OptionalDouble.of(median() / other.median()));
  }

  /**
   * The same, compared run by run with another arm that took turns with it: the ratio is the median
   * of theirs, so that what else the machine did meanwhile weighs less.
   */
  public Measurement pairedWith(Measurement other) {
    double[] ratios = new double[values.length];
    Arrays.setAll(ratios, run -> values[run] / other.values[run]);
    return new Measurement(bench, arm, parameters, unit, values, OptionalDouble.of(median(ratios)));
  }

  /** The same, paired with another and named as against it. */
  public Measurement against(Measurement other) {
    return with("against", other.arm).pairedWith(other);
  }

  /** The same, with one more parameter. */
  public Measurement with(String parameter, String value) {
    Map<String, String> more = new TreeMap<>(parameters);
    more.put(parameter, value);
    return new Measurement(bench, arm, more, unit, values, ratio);
  }

  public double median() {
    return median(values);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private double least() {
    return Arrays.stream(values).min().orElseThrow();
  }

  private double most() {
    return Arrays.stream(values).max().orElseThrow();
  }

  /** Prints the line for people, and adds that of JSON to a file if there is one. */
  public void report(@Nullable Path file) throws IOException {
    System.out.println(text());
    if (file != null) {
      Files.writeString(file, json() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }

  /** A line for people. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "%-10s %-12s %-34s %,12.1f %s  (%,.1f to %,.1f in %d runs)%s",
        bench,
        arm,
        new TreeMap<>(parameters),
        median(),
        unit,
        least(),
        most(),
        values.length,
        ratio.isPresent() ? String.format(Locale.ROOT, "  %.3f x", ratio.getAsDouble()) : "");
  }

  /** A line of JSON. */
  public String json() {
    String settings =
        new TreeMap<>(parameters)
            .entrySet().stream()
                .map(each -> "\"%s\":\"%s\"".formatted(each.getKey(), each.getValue()))
                .collect(Collectors.joining(","));
    return String.format(
        Locale.ROOT,
        "{\"bench\":\"%s\",\"arm\":\"%s\",\"size\":%s,\"parameters\":{%s},\"value\":%.3f,\"min\":%.3f,\"max\":%.3f,\"runs\":%d,\"unit\":\"%s\",\"ratio\":%s}",
        bench,
        arm,
        parameters.getOrDefault("size", "null"),
        settings,
        median(),
        least(),
        most(),
        values.length,
        unit,
        ratio.isPresent() ? String.format(Locale.ROOT, "%.3f", ratio.getAsDouble()) : "null");
  }
}
