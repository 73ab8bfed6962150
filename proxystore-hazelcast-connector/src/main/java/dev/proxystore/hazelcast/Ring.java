package dev.proxystore.hazelcast;

import com.hazelcast.map.IMap;
import com.hazelcast.ringbuffer.OverflowPolicy;
import com.hazelcast.ringbuffer.ReadResultSet;
import com.hazelcast.ringbuffer.Ringbuffer;
import com.hazelcast.ringbuffer.StaleSequenceException;
import dev.proxystore.stream.event.PositionGoneException;
import dev.proxystore.stream.event.StartPosition;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A partition of a topic: a ring of events in the cluster.
 *
 * <p>A ring has a mark of its birth, in a second ring that lies in the same partition of the
 * cluster and so is lost with it: who writes there first has named it. It tells a ring that was
 * lost and made anew from the one that a position was in. How far a ring was trimmed is in a map.
 */
final class Ring {
  /** As many as Hazelcast takes and gives in one call. */
  static final int MOST_IN_A_CALL = 1000;

  private record Life(int breaks, String birth) {}

  private final BrokerLink link;
  private final String topic;
  private final int partition;
  private final String name;
  private final Ringbuffer<byte[]> items;
  private final IMap<String, String> trims;
  private volatile @Nullable Life life;

  Ring(BrokerLink link, String topic, int partition) {
    this.link = link;
    this.topic = topic;
    this.partition = partition;
    this.name = link.address().structure(topic) + ":" + partition;
    this.items = link.call("cannot open " + this, () -> link.instance().getRingbuffer(name));
    this.trims =
        link.call(
            "cannot open " + this, () -> link.instance().getMap(link.address().own("trimmed")));
  }

  /** The mark of the ring that is there now. */
  String birth() {
    Life known = life;
    int breaks = link.breaks();
    if (known == null || known.breaks() != breaks) {
      known = new Life(breaks, call(this::readBirth));
      life = known;
    }
    return known.birth();
  }

  private String readBirth() throws InterruptedException {
    Ringbuffer<String> births =
        link.instance().getRingbuffer(RingbufferBroker.BIRTH + name + "@" + name);
    if (births.tailSequence() < 0) {
      births.add("%016x".formatted(ThreadLocalRandom.current().nextLong()));
    }
    return births.readOne(0);
  }

  int partition() {
    return partition;
  }

  /** How many items it holds: as nothing in it expires, it always has room for that many. */
  long capacity() {
    return call(items::remainingCapacity);
  }

  /** The number of the last event, -1 if there was none. */
  long tail() {
    return call(items::tailSequence);
  }

  /** The number of the last event that was trimmed, -1 if none was. */
  long trimmed() {
    String text = call(() -> String.valueOf(trims.get(name)));
    return text.startsWith(birth()) ? RingPosition.parse(text).sequence() : -1;
  }

  /** The number before the first event that may be read. */
  long beforeFirst() {
    return Math.max(trimmed(), call(items::headSequence) - 1);
  }

  RingPosition at(long sequence) {
    return new RingPosition(birth(), sequence, OptionalInt.empty());
  }

  /** Appends up to {@link #MOST_IN_A_CALL} frames; answers with the number of the last. */
  long append(List<byte[]> frames) {
    return link.call(
        "cannot publish to " + this,
        () -> {
          long now = link.instance().getCluster().getClusterTime();
          List<byte[]> stamped = frames.stream().map(frame -> RingItem.of(now, frame)).toList();
          return items.addAllAsync(stamped, OverflowPolicy.OVERWRITE).toCompletableFuture().get();
        });
  }

  /**
   * Completes once there are so many items from this number on or, where Hazelcast has none of that
   * number any more or not yet, from the next that it has.
   */
  CompletableFuture<ReadResultSet<byte[]>> read(long first, int least, int most) {
    return call(
        () -> {
          long atOnce = Math.min(MOST_IN_A_CALL, items.capacity()); // Hazelcast refuses more
          int count = (int) Math.max(least, Math.min(most, atOnce));
          return items.readManyAsync(first, least, count, null).toCompletableFuture();
        });
  }

  RingPosition earliest() {
    return at(beforeFirst());
  }

  RingPosition start(StartPosition start) {
    if (start instanceof StartPosition.After after) {
      String text = after.positions().get(partition);
      return text == null ? earliest() : RingPosition.parse(text);
    }
    if (start instanceof StartPosition.Timestamp from) {
      return before(from.time());
    }
    return start instanceof StartPosition.Latest ? at(tail()) : earliest();
  }

  /** The position before the first event of this time or later, by halving. */
  RingPosition before(Instant time) {
    long low = beforeFirst();
    long high = tail();
    while (low < high) {
      long middle = low + (high - low + 1) / 2;
      if (isBefore(middle, time.toEpochMilli())) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return at(low);
  }

  private boolean isBefore(long sequence, long millis) {
    return call(
        () -> {
          try {
            return RingItem.millis(items.readOne(sequence)) < millis;
          } catch (StaleSequenceException e) {
            return true; // overwritten meanwhile, so older than what is left
          }
        });
  }

  long pending(RingPosition position) {
    long from = position.birth().equals(birth()) ? position.sequence() : -1;
    return Math.max(0, tail() - Math.max(from, beforeFirst()));
  }

  /** Remembers that this was trimmed; what an earlier ring held is gone anyway. */
  void trim(RingPosition position) {
    if (!position.birth().equals(birth())) {
      return;
    }
    RingPosition trimmed = at(Math.min(position.sequence(), tail()));
    boolean done = false;
    while (!done) {
      done = call(() -> mark(trimmed));
    }
  }

  /** Whether the mark is there, and not another one that somebody has set meanwhile. */
  private boolean mark(RingPosition trimmed) {
    String old = trims.get(name);
    if (old == null) {
      return trims.putIfAbsent(name, trimmed.toString()) == null;
    }
    RingPosition known = RingPosition.parse(old);
    boolean later = known.birth().equals(trimmed.birth()) && known.sequence() >= trimmed.sequence();
    return later || trims.replace(name, old, trimmed.toString());
  }

  /** Checks that the ring is the one that a position is in. */
  void requireSame(RingPosition position) {
    if (!position.birth().equals(birth())) {
      throw gone(position, call(items::headSequence));
    }
  }

  /** Checks that what lies behind a position is still there. */
  void requireRetained(RingPosition position) {
    requireSame(position);
    long before = beforeFirst();
    if (position.sequence() < before) {
      throw gone(position, before + 1);
    }
  }

  /** Whether the item that was read there is there still, as far as anybody can tell. */
  boolean holds(RingPosition position) {
    if (position.check().isEmpty()) {
      return true;
    }
    if (position.sequence() > tail()) {
      return false;
    }
    return call(
        () -> {
          try {
            byte[] item = items.readOne(position.sequence());
            return RingItem.check(item) == position.check().getAsInt();
          } catch (StaleSequenceException e) {
            return true; // overwritten, and more with it
          }
        });
  }

  /** The error that events are gone, and this number is the first that is not. */
  PositionGoneException gone(RingPosition wanted, long first) {
    return new PositionGoneException(
        link.address().given(), topic, partition, wanted.toString(), at(first).toString());
  }

  private <T> T call(Callable<T> call) {
    return link.call("cannot read " + this, call);
  }

  @Override
  public String toString() {
    return "topic '" + topic + "', partition " + partition;
  }
}
