package dev.proxystore.benchmarks.chaos;

import java.util.Locale;

/**
 * What a run gave.
 *
 * @param kills how many processes were killed
 * @param restarts how often the job began anew
 * @param bytes of all records
 * @param missing objects that a task did not find
 * @param leaked entries that were left in the store
 */
record ChaosReport(
    ChaosStore.Kind store,
    int kills,
    long restarts,
    Records records,
    long bytes,
    double seconds,
    Results results,
    long missing,
    long leaked) {

  /** Whether nothing was lost, done twice, wrong, missing or left over. */
  boolean isClean() {
    return results.equals(new Results(0, 0, 0)) && missing == 0 && leaked == 0;
  }

  String json() {
    return String.format(
        Locale.ROOT,
        "{\"store\":\"%s\",\"seed\":%d,\"kills\":%d,\"restarts\":%d,\"records\":%d,\"bytes\":%d,\"seconds\":%.1f,\"lost\":%d,\"duplicated\":%d,\"wrong\":%d,\"missing\":%d,\"leaked\":%d}",
        store,
        records.seed(),
        kills,
        restarts,
        records.count(),
        bytes,
        seconds,
        results.lost(),
        results.duplicated(),
        results.wrong(),
        missing,
        leaked);
  }
}
