package dev.proxystore.store.payload;

import java.util.ArrayList;
import java.util.List;

/** Pieces of arrays that become one, unless they become too many bytes. Used by one thread. */
final class Blocks {
  private final int most;
  private final List<Block> blocks = new ArrayList<>();
  private long total;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Block(byte[] bytes, int from, int length) {}

  Blocks(int most) {
    this.most = most;
  }

  /** Adds a piece, which is not copied before the end. */
  void add(byte[] bytes, int from, int length) {
    total += length;
    blocks.add(new Block(bytes, from, length));
  }

  /** Whether it is more than it may be. */
  boolean isOver() {
    return total > most;
  }

  byte[] toArray() {
    byte[] all = new byte[(int) total];
    int filled = 0;
    for (Block each : blocks) {
      System.arraycopy(each.bytes, each.from, all, filled, each.length);
      filled += each.length;
    }
    return all;
  }
}
