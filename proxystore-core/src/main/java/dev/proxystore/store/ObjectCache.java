package dev.proxystore.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

/**
 * The last objects that were read, bounded in number and in stored bytes. What is asked for twice
 * is the same instance: callers share it.
 *
 * <p>The library bounds one sum. An object therefore weighs its bytes, or an equal share of the
 * byte bound if that is more; then neither bound is ever passed.
 */
final class ObjectCache {
  private static final ObjectCache NONE = new ObjectCache(0, 0);

  private final long mostBytes;
  private final @Nullable Cache<String, Entry> entries;

  private ObjectCache(int mostObjects, long mostBytes) {
    this.mostBytes = mostBytes;
    this.entries = mostObjects == 0 || mostBytes == 0 ? null : build(mostObjects, mostBytes);
  }

  static ObjectCache of(int mostObjects, long mostBytes) {
    return mostObjects == 0 || mostBytes == 0 ? NONE : new ObjectCache(mostObjects, mostBytes);
  }

  private static Cache<String, Entry> build(int mostObjects, long mostBytes) {
    // Weights are ints, so a bound above 2 GiB is kept in coarser units.
    long unit = 1 + mostBytes / Integer.MAX_VALUE;
    long share = Math.max(1, -Math.floorDiv(-mostBytes / unit, mostObjects));
    return Caffeine.newBuilder()
        .maximumWeight(Math.max(share * mostObjects, mostBytes / unit))
        .weigher((String id, Entry entry) -> (int) Math.max(share, entry.length / unit + 1))
        .executor(Runnable::run)
        .build();
  }

  boolean isOn() {
    return entries != null;
  }

  @Nullable Object get(String id) {
    Entry entry = entries == null ? null : entries.getIfPresent(id);
    return entry == null ? null : entry.value;
  }

  void put(String id, Object value, long length) {
    if (entries != null && length <= mostBytes) {
      entries.put(id, new Entry(value, length));
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

  private record Entry(Object value, long length) {}
}
