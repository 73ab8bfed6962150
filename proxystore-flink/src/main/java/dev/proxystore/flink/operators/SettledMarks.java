package dev.proxystore.flink.operators;

import dev.proxystore.connector.Key;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Marks whose objects may go, as far as checkpoints are concerned: they are on their way, or kept
 * for a savepoint. Safe for use by several threads, none of which holds another up for long.
 */
final class SettledMarks {
  private final Set<HeldMarks> due = new HashSet<>();
  private final Set<HeldMarks> kept = new HashSet<>();
  private int objectsKept;

  synchronized void add(List<HeldMarks> marks) {
    due.addAll(marks);
  }

  /** What a checkpoint must hold. */
  synchronized List<HeldMarks> all() {
    List<HeldMarks> all = new ArrayList<>(due);
    all.addAll(kept);
    return all;
  }

  /** Savepoints may hold some of these; the answer is the rest, which may go. */
  synchronized HeldMarks keep(HeldMarks marks, Predicate<Key> held) {
    HeldMarks stay = marks.part(held);
    if (stay.size() == 0) {
      return marks;
    }
    HeldMarks go = marks.part(held.negate());
    due.remove(marks);
    if (go.size() > 0) {
      due.add(go);
    }
    kept.add(stay);
    objectsKept += stay.size();
    return go;
  }

  /** The objects have been removed. */
  synchronized void gone(HeldMarks marks) {
    due.remove(marks);
  }

  /** Those that were kept are on their way again. */
  synchronized List<HeldMarks> takeKept() {
    List<HeldMarks> all = List.copyOf(kept);
    due.addAll(all);
    kept.clear();
    objectsKept = 0;
    return all;
  }

  /** How many objects are kept for savepoints. */
  synchronized int objectsKept() {
    return objectsKept;
  }
}
