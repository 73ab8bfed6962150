package dev.proxystore.flink.orphans;

import dev.proxystore.connector.Key;
import dev.proxystore.store.Store;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Marks of savepoints that are known to be in a store, or were when it was last asked. */
final class SavepointMarks {
  private List<SavepointMark> known;

  private SavepointMarks(Collection<SavepointMark> known) {
    this.known = List.copyOf(known);
  }

  static SavepointMarks of(Collection<SavepointMark> known) {
    return new SavepointMarks(known);
  }

  /** Looks through the store for the marks of one operator. */
  static SavepointMarks list(Store store, String writer) {
    return of(Listing.of(store, SavepointMark.prefix(writer)).marks());
  }

  /** Looks through the store for the marks of all operators of the job of one. */
  static SavepointMarks listOfJob(Store store, String writer) {
    return list(store, Names.everyWriter(Names.jobOf(writer)));
  }

  boolean isEmpty() {
    return known.isEmpty();
  }

  boolean mayHold(ObjectId object) {
    return known.stream().anyMatch(mark -> mark.mayHold(object));
  }

  /** Asks for the known ones alone, which costs little; says whether some have gone. */
  boolean haveGone(Store store) {
    if (known.isEmpty()) {
      return false;
    }
    int before = known.size();
    Set<Key> there = store.existing(known.stream().map(SavepointMark::key).toList());
    known = known.stream().filter(mark -> there.contains(mark.key())).toList();
    return known.size() < before;
  }
}
