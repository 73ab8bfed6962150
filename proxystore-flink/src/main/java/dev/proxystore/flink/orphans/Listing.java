package dev.proxystore.flink.orphans;

import dev.proxystore.connector.Key;
import dev.proxystore.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What a store holds of a job, or of one operator in it, at one time. */
final class Listing {
  private static final int EVICTED_AT_ONCE = 1000;

  private final Store store;
  private final Map<String, ObjectId> objects = new TreeMap<>();
  private final Map<String, SavepointMark> marks = new TreeMap<>();

  private Listing(Store store) {
    this.store = store;
  }

  static Listing of(Store store, String prefix) {
    Listing listing = new Listing(store);
    store.list(prefix, listing::add);
    return listing;
  }

  private void add(String id) {
    ObjectId.parse(id).ifPresent(found -> objects.put(id, found));
    SavepointMark.parse(id).ifPresent(found -> marks.put(id, found));
  }

  int objects() {
    return objects.size();
  }

  Collection<SavepointMark> marks() {
    return marks.values();
  }

  /** Evicts objects, each soon after it was asked about; the answer is how many. */
  long evict(Predicate<ObjectId> which) {
    return evict(objects, which);
  }

  void evictMarks(Predicate<SavepointMark> which) {
    long unused = evict(marks, which);
  }

  private <T> long evict(Map<String, T> listed, Predicate<T> which) {
    long evicted = 0;
    List<Key> batch = new ArrayList<>();
    for (Map.Entry<String, T> each : listed.entrySet()) {
      if (which.test(each.getValue())) {
        batch.add(Key.toEvict(each.getKey()));
      }
      if (batch.size() == EVICTED_AT_ONCE) {
        evicted += evict(batch);
      }
    }
    return evicted + evict(batch);
  }

  private int evict(List<Key> batch) {
    int count = batch.size();
    if (count > 0) {
      store.evictBatch(List.copyOf(batch));
      batch.clear();
    }
    return count;
  }
}
