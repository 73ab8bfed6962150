package dev.proxystore.benchmarks.scaling;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all arms do alike.
 *
 * @param size of an item, in bytes
 * @param tasks that compute side by side
 * @param pause of a task for each item
 */
record Setting(int size, int tasks, Duration pause) {
  private static final long BYTES_UNDER_WAY = 1L << 30;

  /** One for each task, and one that is on its way to it, as far as there is memory for them. */
  long mostUnderWay() {
    return Math.max(1, Math.min(2L * tasks, BYTES_UNDER_WAY / size));
  }

  /** Items a second if moving them took nothing. */
  double ideal() {
    return Math.min(tasks, mostUnderWay()) * 1e9 / pause.toNanos();
  }

  Map<String, String> parameters() {
    Map<String, String> all = new TreeMap<>();
    all.put("size", Integer.toString(size));
    all.put("tasks", Integer.toString(tasks));
    all.put("wait", pause.toMillis() + " ms");
    all.put("under way", Long.toString(mostUnderWay()));
    all.put("ideal", String.format(Locale.ROOT, "%.1f", ideal()));
    return all;
  }
}
