package dev.proxystore.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page whose tables stand between {@code <!-- bench NAME: begin -->} and {@code end}. */
final class Page {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB"};

  private Page() {}

  /** The page with the table of a benchmark, behind which its chart is shown if there is one. */
  static String with(String page, String bench, List<Result> results, boolean hasChart) {
    Matcher place =
        Pattern.compile(
                "(<!-- bench %s: begin -->\n).*?(<!-- bench %s: end -->)".formatted(bench, bench),
                Pattern.DOTALL)
            .matcher(page);
    String table = table(results) + (hasChart ? chart(bench) : "");
    if (!place.find()) {
      return page
          + "\n## %s\n\n<!-- bench %s: begin -->\n%s<!-- bench %s: end -->\n"
              .formatted(bench, bench, table, bench);
    }
    return page.substring(0, place.start())
        + place.group(1)
        + table
        + place.group(2)
        + page.substring(place.end());
  }

  private static String chart(String bench) {
    return "\n![%s](performance/%s.png)\n".formatted(bench, bench);
  }

  static String table(List<Result> results) {
    StringBuilder table =
        new StringBuilder(
            "| arm | size | setting | median | runs | ratio |\n|---|--:|---|--:|---|--:|\n");
    for (Result each : results) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %s %s | %s to %s in %d | %s |%n",
              each.arm(),
              each.size().isPresent() ? size(each.size().getAsLong()) : "",
              each.setting(),
              number(each.value()),
              each.unit(),
              number(each.min()),
              number(each.max()),
              each.runs(),
              each.ratio().isPresent()
                  ? String.format(Locale.ROOT, "%.3f", each.ratio().getAsDouble())
                  : ""));
    }
    return table.toString();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%,.0f" : "%,.2f", value);
  }

  static String size(long bytes) {
    long amount = bytes;
    int unit = 0;
    while (amount >= 1024 && amount % 1024 == 0 && unit < UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    return amount + " " + UNITS[unit];
  }
}
