package dev.proxystore.flink.orphans;

import dev.proxystore.connector.Key;
import dev.proxystore.flink.orphans.ObjectId.Kind;
import dev.proxystore.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What a store holds of a job, or of one operator in it, at one time. */
final class Listing {
  private static final int EVICTED_AT_ONCE = 1000;

  private final Store store;
  private final Map<String, ObjectId> objects = new TreeMap<>();
  private final Map<String, ObjectId> pins = new TreeMap<>();

  private Listing(Store store) {
    this.store = store;
  }

  static Listing of(Store store, String prefix) {
    Listing listing = new Listing(store);
    store.list(prefix, listing::add);
    return listing;
  }

  private void add(String id) {
    ObjectId.parse(id).ifPresent(found -> (isPin(found) ? pins : objects).put(id, found));
  }

  private static boolean isPin(ObjectId id) {
    return id.kind() == Kind.PIN;
  }

  int objects() {
    return objects.size();
  }

  int pins() {
    return pins.size();
  }

  /** For each attempt that a savepoint holds objects of, the number below which they are. */
  Map<PutAttempt, Long> pinned() {
    Map<PutAttempt, Long> pinned = new HashMap<>();
    pins.values().forEach(pin -> pinned.merge(pin.attempt(), pin.number(), Math::max));
    return pinned;
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

  void evictPins() {
    evict(List.copyOf(pins.keySet()));
  }

  private void evict(List<String> ids) {
    for (int from = 0; from < ids.size(); from += EVICTED_AT_ONCE) {
      List<Key> keys = new ArrayList<>();
      ids.subList(from, Math.min(ids.size(), from + EVICTED_AT_ONCE))
          .forEach(id -> keys.add(key(id)));
      store.evictBatch(keys);
    }
  }

  /** A key to evict by; the object's length is not known, and not needed for that. */
  static Key key(String id) {
    return Key.toEvict(id);
  }
}
