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

  /** Evicts objects; the answer is how many. */
  long evict(Predicate<ObjectId> which) {
    List<String> ids =
        objects.entrySet().stream()
            .filter(each -> which.test(each.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    evict(ids);
    return ids.size();
  }

  void evictMarks(Predicate<SavepointMark> which) {
    evict(marks.values().stream().filter(which).map(SavepointMark::id).toList());
  }

  private void evict(List<String> ids) {
    for (int from = 0; from < ids.size(); from += EVICTED_AT_ONCE) {
      List<Key> keys = new ArrayList<>();
      ids.subList(from, Math.min(ids.size(), from + EVICTED_AT_ONCE))
          .forEach(id -> keys.add(Key.toEvict(id)));
      store.evictBatch(keys);
    }
  }
}
