package dev.proxystore.flink.operators;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import java.util.List;
import java.util.function.Predicate;

/**
 * Some objects of one store that have been released alike, up to {@value #MOST}, written as a
 * checkpoint holds them: what waits for a checkpoint takes as little memory as in its state.
 * Immutable.
 */
final class Marks {
  /** So few that they spread over all instances when the parallelism changes. */
  static final int MOST = 256;

  private final ReleaseTarget target;
  private final int size;
  private final byte[] entries;

  /**
   * @param entries as {@link MarksFormat} writes them; not copied
   */
  Marks(ReleaseTarget target, int size, byte[] entries) {
    this.target = target;
    this.size = size;
    this.entries = entries;
  }

  ReleaseTarget target() {
    return target;
  }

  StoreAddress store() {
    return target.store();
  }

  int size() {
    return size;
  }

  byte[] entries() {
    return entries;
  }

  /** Those of some objects. */
  Marks part(Predicate<Key> objects) {
    MarksWriter part = new MarksWriter(target);
    keys().stream().filter(objects).forEach(part::add);
    return part.take();
  }

  List<Key> keys() {
    return MarksFormat.readEntries(entries, size, target.fanOut());
  }
}
