package dev.proxystore.flink.orphans;

import static java.util.stream.Collectors.toMap;

import dev.proxystore.connector.Key;
import dev.proxystore.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What a store holds of a job, or of one operator in it, at one time. */
final class Listing {
  private static final int EVICTED_AT_ONCE = 1000;

  private final Store store;
  private final Map<String, ObjectId> objects = new TreeMap<>();
  private final Map<String, SavepointMark> marks = new TreeMap<>();
  private final List<PublicationMark> publications = new ArrayList<>();
  private final List<KeptMark> kept = new ArrayList<>();

  private Listing(Store store) {
    this.store = store;
  }

  static Listing of(Store store, String prefix) {
    Listing listing = new Listing(store);
    store.list(prefix, listing::add);
    return listing;
  }

  private void add(String id) {
    Optional<ObjectId> object = ObjectId.parse(id);
    if (object.isPresent()) {
      objects.put(id, object.get());
    } else {
      SavepointMark.parse(id).ifPresent(found -> marks.put(id, found));
      PublicationMark.parse(id).ifPresent(publications::add);
      KeptMark.parse(id).ifPresent(kept::add);
    }
  }

  Collection<ObjectId> objects() {
    return objects.values();
  }

  Collection<SavepointMark> marks() {
    return marks.values();
  }

  /** The number of the first object that was not published, of attempts of which that is known. */
  Map<PutAttempt, Long> unpublished() {
    return publications.stream()
        .collect(toMap(PublicationMark::attempt, PublicationMark::next, Math::max));
  }

  Collection<KeptMark> kept() {
    return kept;
  }

  /** Evicts objects, each soon after it was asked about; the answer is how many. */
  long evict(Predicate<ObjectId> which) {
    return evict(objects, which);
  }

  void evictMarks(Predicate<SavepointMark> which) {
    long unused = evict(marks, which);
  }

  void evictKept(Predicate<KeptMark> which) {
    long unused = evict(kept.stream().filter(which).map(KeptMark::id).toList(), id -> true);
  }

  /** The lower ones of an attempt before the higher, so that none counts by itself. */
  void evictPublications(Predicate<PutAttempt> which) {
    List<String> ids =
        publications.stream()
            .filter(mark -> which.test(mark.attempt()))
            .sorted(Comparator.comparingLong(PublicationMark::next))
            .map(PublicationMark::id)
            .toList();
    long unused = evict(ids, id -> true);
  }

  private <T> long evict(Map<String, T> listed, Predicate<T> which) {
    return evict(listed.keySet(), id -> which.test(listed.get(id)));
  }

  private long evict(Collection<String> ids, Predicate<String> which) {
    long evicted = 0;
    List<Key> batch = new ArrayList<>();
    for (String id : ids) {
      if (which.test(id)) {
        batch.add(Key.toEvict(id));
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
