package dev.proxystore.flink.operators;

import dev.proxystore.connector.Key;
import java.util.List;
import java.util.function.Predicate;

/**
 * Marks with what is known of the checkpoints that hold them. Counted by the task's thread; no
 * longer changed once the objects may go.
 */
final class HeldMarks implements Released {
  private static final long NONE = Long.MAX_VALUE;

  private final Marks marks;
  private long first = NONE;
  private int completed;

  /**
   * @param completed how many completed checkpoints hold them already
   */
  HeldMarks(Marks marks, int completed) {
    this.marks = marks;
    this.completed = completed;
  }

  Marks marks() {
    return marks;
  }

  /** How many completed checkpoints hold them. */
  int completed() {
    return completed;
  }

  /** A checkpoint is being taken; it, and every later one, holds them. */
  void heldBy(long checkpoint) {
    first = Math.min(first, checkpoint);
  }

  boolean isHeldBy(long checkpoint) {
    return first <= checkpoint;
  }

  void countCompleted() {
    completed++;
  }

  /** Those of some objects, for themselves. */
  HeldMarks part(Predicate<Key> objects) {
    HeldMarks part = new HeldMarks(marks.part(objects), completed);
    part.first = first;
    return part;
  }

  byte[] toState() {
    return MarksFormat.write(marks, completed);
  }

  @Override
  public int size() {
    return marks.size();
  }

  @Override
  public List<Key> keys() {
    return marks.keys();
  }
}
