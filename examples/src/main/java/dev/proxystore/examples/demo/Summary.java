package dev.proxystore.examples.demo;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.Locale;

/**
 * What the demo reports in the end.
 *
 * @param store the address of the store
 * @param files the files whose checksum was taken
 * @param unread the files that could not be read
 * @param payloadBytes the bytes of all files, when they were listed
 * @param dispatcherBytes the bytes that the dispatcher read from the network
 * @param fetchedBytes the bytes that compute tasks fetched from the store
 * @param elapsed from the job's submission to its last result
 * @param objectsLeft entries left in the store
 * @param out the file with the checksums
 */
record Summary(
    String store,
    long files,
    long unread,
    long payloadBytes,
    long dispatcherBytes,
    long fetchedBytes,
    Duration elapsed,
    long objectsLeft,
    String out) {
  private static final double MEBI = 1 << 20;

  void print(PrintStream to) {
    row(to, "store", store);
    row(to, "files", String.format(Locale.ROOT, "%,d", files));
    if (unread > 0) {
      row(to, "files not read", String.format(Locale.ROOT, "%,d", unread));
    }
    row(to, "payload", bytes(payloadBytes));
    row(to, "passed the dispatcher", bytes(dispatcherBytes) + share());
    row(to, "fetched by compute", bytes(fetchedBytes));
    row(to, "elapsed", String.format(Locale.ROOT, "%.1f s (%.0f MiB/s)", seconds(), rate()));
    row(to, "peak heap of this process", bytes(peakHeap()));
    row(to, "objects left in the store", String.format(Locale.ROOT, "%,d", objectsLeft));
    row(to, "checksums", out);
  }

  private static void row(PrintStream to, String name, String value) {
    to.printf(Locale.ROOT, "%-26s %s%n", name, value);
  }

  private static String bytes(long count) {
    return String.format(Locale.ROOT, "%,d bytes (%.1f MiB)", count, count / MEBI);
  }

  private String share() {
    return fetchedBytes == 0
        ? ""
        : String.format(
            Locale.ROOT, ", %.4f %% of what was fetched", 100.0 * dispatcherBytes / fetchedBytes);
  }

  private double seconds() {
    return elapsed.toMillis() / 1000.0;
  }

  private double rate() {
    return fetchedBytes / MEBI / Math.max(0.001, seconds());
  }

  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(Summary::peak)
        .sum();
  }

  private static long peak(MemoryPoolMXBean pool) {
    return pool.getPeakUsage() == null ? 0 : pool.getPeakUsage().getUsed();
  }
}
