package dev.proxystore.stream;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Tells repeats by producer and number. A consumer that reads all of a partition meets the numbers
 * of a producer in their order, so the last one says all. One that shares its topic with others
 * meets some of them, in an order of its own: of these the last {@value #WINDOW} are remembered.
 *
 * <p>Remembers the {@value #MOST_PRODUCERS} producers that sent last.
 */
final class SeenEvents {
  static final int WINDOW = 1 << 16;
  private static final int MOST_PRODUCERS = 10_000;

  private record Sender(int partition, UUID producer) {}

  private final boolean shared;
  private final Map<Sender, Numbers> numbers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Sender, Numbers> eldest) {
          return size() > MOST_PRODUCERS;
        }
      };

  private SeenEvents(boolean shared) {
    this.shared = shared;
  }

  /** For a consumer that reads all of its partitions. */
  static SeenEvents ofWholePartitions() {
    return new SeenEvents(false);
  }

  /** For a consumer among which and others events are shared out. */
  static SeenEvents ofSharedTopics() {
    return new SeenEvents(true);
  }

  /** Whether this is the first time; from now on it is not. */
  boolean isNew(int partition, UUID producer, long sequence) {
    return numbers
        .computeIfAbsent(new Sender(partition, producer), key -> new Numbers())
        .add(sequence, shared);
  }

  /** The numbers of one producer in one partition. */
  private static final class Numbers {
    private long highest = -1;
    private final BitSet recent = new BitSet();

    boolean add(long sequence, boolean shared) {
      if (!shared) {
        boolean isNew = sequence > highest;
        highest = Math.max(highest, sequence);
        return isNew;
      }
      forgetBefore(sequence);
      int slot = (int) (sequence % WINDOW);
      boolean tooOld = sequence <= highest - WINDOW;
      boolean isNew = tooOld || !recent.get(slot);
      if (!tooOld) {
        recent.set(slot);
      }
      highest = Math.max(highest, sequence);
      return isNew;
    }

    /** The slots of the numbers between the highest so far and this one are used anew. */
    private void forgetBefore(long sequence) {
      if (sequence - highest >= WINDOW) {
        recent.clear();
        return;
      }
      for (long each = highest + 1; each <= sequence; each++) {
        recent.clear((int) (each % WINDOW));
      }
    }
  }
}
