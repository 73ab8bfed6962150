package dev.proxystore.hazelcast;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Appends to a ring, and keeps to what may be overwritten.
 *
 * <p>Hazelcast's rings overwrite their oldest items when they are full, and nothing in them can
 * keep an item from that. So a writer that is not to overwrite checks first, and as several may
 * check at the same time, it leaves an eighth of the ring free and appends a 256th part at once:
 * while up to 32 writers are at it, none of them overwrites what nobody has trimmed.
 */
final class RingWriter {
  private static final int FREE = 8;
  private static final int AT_ONCE = 256;

  private final BrokerLink link;
  private final Ring ring;
  private final ReentrantLock lock = new ReentrantLock();

  /** What is known of the ring: never more trimmed than is, and as of the last break. */
  private long tail;

  private long trimmed;

  private int breaks = -1;

  /** A ring that was lost and made anew may have another one. */
  private volatile long capacity;

  RingWriter(BrokerLink link, Ring ring, long capacity) {
    this.link = link;
    this.ring = ring;
    this.capacity = capacity;
  }

  void append(List<byte[]> frames) {
    if (link.options().overwrites()) {
      inParts(frames, Ring.MOST_IN_A_CALL, ring::append);
      return;
    }
    int most = (int) Math.max(1, Math.min(Ring.MOST_IN_A_CALL, capacity / AT_ONCE));
    inParts(frames, most, this::appendWhereThereIsRoom);
  }

  private interface Append {
    long append(List<byte[]> part);
  }

  private static void inParts(List<byte[]> frames, int most, Append append) {
    for (int i = 0; i < frames.size(); i += most) {
      long unused = append.append(frames.subList(i, Math.min(frames.size(), i + most)));
    }
  }

  private long appendWhereThereIsRoom(List<byte[]> part) {
    lock.lock();
    try {
      if (breaks != link.breaks() || !fits(part.size())) {
        Room.await(link, () -> fitsNow(part.size()), full());
      }
      tail = ring.append(part);
      return tail;
    } finally {
      lock.unlock();
    }
  }

  private boolean fitsNow(int count) {
    breaks = link.breaks();
    capacity = ring.capacity();
    tail = ring.tail();
    trimmed = ring.trimmed();
    return fits(count);
  }

  private boolean fits(int count) {
    return tail + count - trimmed <= capacity - capacity / FREE;
  }

  private String full() {
    return "%s is full of events that nobody has trimmed: a ring of capacity %d takes %d of them. Have its one reader trim what it is done with (trimAcknowledged() of a StreamConsumer, setTrimOnCheckpoint() of a ProxySource), begin a ring of more with the option capacity, or lose the oldest with overflow=overwrite."
        .formatted(ring, capacity, capacity - capacity / FREE);
  }
}
