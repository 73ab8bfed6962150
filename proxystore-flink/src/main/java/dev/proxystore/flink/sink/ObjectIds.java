package dev.proxystore.flink.sink;

import dev.proxystore.connector.Key;
import dev.proxystore.serialize.Descriptor;
import dev.proxystore.store.Store;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Ids of objects that are numbered behind a prefix, and how to find those of an earlier attempt.
 */
final class ObjectIds {
  private static final int BASE = 36;
  private static final int SMALLEST_WINDOW = 64;

  private ObjectIds() {}

  static String id(String prefix, long number) {
    return prefix + Long.toString(number, BASE);
  }

  /**
   * Evicts objects from a number upwards, until a stretch is empty that is longer than a batch:
   * puts of one batch may have arrived in any order, and no batch begins before the last is there.
   */
  static void evictFrom(Store store, String prefix, long first, int batchSize) {
    int window = Math.max(SMALLEST_WINDOW, 2 * batchSize);
    Set<Key> found = store.existing(keys(prefix, first, window));
    for (long from = first; !found.isEmpty(); ) {
      store.evictBatch(found);
      from += window;
      found = store.existing(keys(prefix, from, window));
    }
  }

  /** Keys to ask for and evict by; their lengths are not known, and not needed for that. */
  private static List<Key> keys(String prefix, long from, int count) {
    Descriptor unknown = new Descriptor("unknown", 0, OptionalInt.empty());
    return LongStream.range(from, from + count)
        .mapToObj(number -> new Key(id(prefix, number), unknown))
        .toList();
  }
}
