package dev.proxystore.flink.operators;

import dev.proxystore.connector.Key;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Gathers marks of objects of one store that go alike. Used by the task's thread. */
final class MarksWriter {
  private static final byte[] NOTHING = {};

  private final ReleaseTarget target;
  private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
  private byte[] previousId = NOTHING;
  private int size;

  MarksWriter(ReleaseTarget target) {
    this.target = target;
  }

  void add(Key key) {
    byte[] id = key.id().getBytes(StandardCharsets.UTF_8);
    MarksFormat.writeEntry(entries, previousId, id, key.length());
    previousId = id;
    size++;
  }

  boolean isFull() {
    return size == Marks.MOST;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** What was gathered; the next mark begins anew. */
  Marks take() {
    Marks marks = new Marks(target, size, entries.toByteArray());
    entries.reset();
    previousId = NOTHING;
    size = 0;
    return marks;
  }
}
