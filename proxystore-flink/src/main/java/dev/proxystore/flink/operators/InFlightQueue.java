package dev.proxystore.flink.operators;

import dev.proxystore.connector.ObjectConsumer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.jspecify.annotations.Nullable;

/**
 * The records whose objects are on their way, and the watermarks between them, in the order in
 * which they came. Says what may leave next: in order, the first if it is ready; else the first
 * that is ready and has no watermark before it. Used by the task's thread.
 */
final class InFlightQueue<IN> {

  /** What waits. */
  sealed interface Entry<IN> {}

  /** A record, with its timestamp if it has one, its object to come, and who will release that. */
  record Waiting<IN>(IN record, @Nullable Long timestamp, Fetch fetch, ObjectConsumer consumer)
      implements Entry<IN> {}

  /** A watermark that no record may cross. */
  record Barrier<IN>(Watermark watermark) implements Entry<IN> {}

  private final ArrayDeque<Entry<IN>> entries = new ArrayDeque<>();
  private final boolean ordered;
  private int records;
  private int objects;
  private long bytes;

  InFlightQueue(boolean ordered) {
    this.ordered = ordered;
  }

  void add(Waiting<IN> waiting) {
    entries.add(waiting);
    count(waiting, 1);
  }

  private void count(Waiting<IN> waiting, int sign) {
    records += sign;
    objects += waiting.fetch.isStored() ? sign : 0;
    bytes += sign * waiting.fetch.bytes();
  }

  /** A watermark right behind another takes its place: only the later one says something new. */
  void add(Watermark watermark) {
    if (entries.peekLast() instanceof Barrier<IN>) {
      entries.removeLast();
    }
    entries.add(new Barrier<>(watermark));
  }

  /** The number of records. */
  int size() {
    return records;
  }

  /** The number of records whose objects lie in stores. */
  int objects() {
    return objects;
  }

  /** The bytes of those objects. */
  long bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The records, in their order. */
  List<Waiting<IN>> waiting() {
    List<Waiting<IN>> waiting = new ArrayList<>(records);
    for (Entry<IN> entry : entries) {
      if (entry instanceof Waiting<IN> each) {
        waiting.add(each);
      }
    }
    return waiting;
  }

  /** Removes what may leave next; null if nothing may. */
  @Nullable Entry<IN> poll() {
    for (Iterator<Entry<IN>> each = entries.iterator(); each.hasNext(); ) {
      Entry<IN> entry = each.next();
      boolean first = entry == entries.peekFirst();
      if (entry instanceof Barrier<IN>) {
        return first ? entries.pollFirst() : null;
      }
      if (entry instanceof Waiting<IN> waiting && waiting.fetch.result().isDone()) {
        each.remove();
        count(waiting, -1);
        return entry;
      }
      if (ordered) {
        return null;
      }
    }
    return null;
  }
}
