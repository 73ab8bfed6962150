package dev.proxystore.flink.operators;

import dev.proxystore.connector.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Knows which objects have been released, which checkpoints hold that, and when they may go.
 *
 * <p>A mark is first in none, then in every checkpoint that is taken from then on. Its object may
 * go when as many of those as are to be retained have completed: then none of the checkpoints that
 * may be restored refers to it. The mark stays in the state until the object is known to be gone.
 *
 * <p>Used by the task's thread.
 */
final class ReleaseLedger {
  private static final long NONE = Long.MAX_VALUE;

  private final int retained;
  private final Map<ReleaseTarget, MarksWriter> gathering = new HashMap<>();

  /** In no checkpoint of this attempt yet. */
  private final List<HeldMarks> fresh = new ArrayList<>();

  /** In a checkpoint that may have completed; in the order of the checkpoints. */
  private final List<HeldMarks> held = new ArrayList<>();

  private final SettledMarks settled = new SettledMarks();

  private boolean isFinished;
  private long finalCheckpoint = NONE;

  /**
   * @param retained how many completed checkpoints hold a mark before its object goes
   */
  ReleaseLedger(int retained) {
    this.retained = retained;
  }

  /** What a checkpoint held goes with a later one: a job that is older may still need it. */
  void restore(HeldMarks marks) {
    fresh.add(marks);
  }

  void mark(ReleaseTarget target, Key key) {
    MarksWriter writer = gathering.computeIfAbsent(target, MarksWriter::new);
    writer.add(key);
    if (writer.isFull()) {
      fresh.add(new HeldMarks(writer.take(), 0));
    }
  }

  /** There is no more input: the next checkpoint that completes is the last. */
  void finish() {
    isFinished = true;
  }

  /** A checkpoint is taken; says what it must hold. */
  Collection<HeldMarks> hold(long checkpoint) {
    if (isFinished && finalCheckpoint == NONE) {
      finalCheckpoint = checkpoint;
    }
    gathering.values().stream()
        .filter(writer -> !writer.isEmpty())
        .forEach(writer -> fresh.add(new HeldMarks(writer.take(), 0)));
    fresh.forEach(marks -> marks.heldBy(checkpoint));
    held.addAll(fresh);
    fresh.clear();
    List<HeldMarks> all = new ArrayList<>(held);
    all.addAll(settled.all());
    return all;
  }

  /** A checkpoint has completed, and with it those before; says whose objects may go now. */
  List<HeldMarks> complete(long checkpoint) {
    List<HeldMarks> now = new ArrayList<>();
    for (Iterator<HeldMarks> each = held.iterator(); each.hasNext(); ) {
      HeldMarks marks = each.next();
      if (!marks.isHeldBy(checkpoint)) {
        break;
      }
      marks.countCompleted();
      if (marks.completed() >= retained || isFinal(checkpoint)) {
        each.remove();
        now.add(marks);
      }
    }
    if (isFinal(checkpoint)) {
      now.addAll(settled.takeKept());
    }
    settled.add(now);
    return now;
  }

  /** Whether nothing can follow this checkpoint that would need a released object. */
  boolean isFinal(long checkpoint) {
    return checkpoint >= finalCheckpoint;
  }

  /** Those that may go. */
  SettledMarks settled() {
    return settled;
  }
}
