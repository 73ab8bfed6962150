package dev.proxystore.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.proxystore.connector.Key;
import dev.proxystore.serialize.Descriptor;
import org.jspecify.annotations.Nullable;

/**
 * The last objects that were read, bounded in number and in the bytes that their serializers wrote.
 * What is asked for twice is the same instance: callers share it.
 *
 * <p>The library bounds one sum. An object therefore weighs its bytes, or an equal share of the
 * byte bound if that is more; the byte bound is rounded up to a multiple of the number of objects.
 */
final class ObjectCache {
  private final long mostBytes;
  private final @Nullable Cache<String, Entry> entries;

  private ObjectCache(long mostBytes, @Nullable Cache<String, Entry> entries) {
    this.mostBytes = mostBytes;
    this.entries = entries;
  }

  /** A cache that is off if either bound is 0. */
  static ObjectCache of(int mostObjects, long mostBytes) {
    boolean off = mostObjects == 0 || mostBytes == 0;
    return new ObjectCache(mostBytes, off ? null : build(mostObjects, mostBytes));
  }

  private static Cache<String, Entry> build(int mostObjects, long mostBytes) {
    // Weights are ints, so a bound above 2 GiB is kept in coarser units.
    long unit = divideUp(mostBytes, Integer.MAX_VALUE);
    long share = divideUp(divideUp(mostBytes, unit), mostObjects);
    return Caffeine.newBuilder()
        .maximumWeight(share * mostObjects)
        .weigher((String id, Entry entry) -> (int) Math.max(share, divideUp(entry.length(), unit)))
        .executor(Runnable::run)
        .build();
  }

  private static long divideUp(long amount, long by) {
    return amount / by + (amount % by == 0 ? 0 : 1);
  }

  boolean isOn() {
    return entries != null;
  }

  /** How many objects it has, about. */
  long size() {
    return entries == null ? 0 : entries.estimatedSize();
  }

  /** What was read by a key that describes the bytes as this one does. */
  @Nullable Object get(Key key) {
    Entry entry = entries == null ? null : entries.getIfPresent(key.id());
    return entry == null || !entry.descriptor.equals(key.descriptor()) ? null : entry.value;
  }

  void put(Key key, Object value) {
    put(key, value, key.descriptor().objectLength());
  }

  /** Keeps an object of a key that does not know how many bytes it has. */
  void put(Key key, Object value, long length) {
    if (entries != null && length <= mostBytes) {
      entries.put(key.id(), new Entry(value, key.descriptor(), length));
    }
  }

  void remove(String id) {
    if (entries != null) {
      entries.invalidate(id);
    }
  }

  void clear() {
    if (entries != null) {
      entries.invalidateAll();
    }
  }

  private record Entry(Object value, Descriptor descriptor, long length) {}
}
