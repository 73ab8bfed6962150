package dev.proxystore.hazelcast;

import com.hazelcast.ringbuffer.ReadResultSet;
import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.StartPosition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Reads one ring. There is at most one request under way, which waits in the cluster until there is
 * something to read, over several polls if need be.
 *
 * <p>An event may be read before the backups have it. If its member dies then, the ring goes on
 * without the event, and others get its number, until its publisher publishes it again. So each
 * request begins with the item that was read last, and if that is another one now, the cursor goes
 * back far enough to miss nothing. Consumers drop what they see again.
 */
final class RingCursor {
  /** More than publishers have under way at a time. */
  private static final int FAR_ENOUGH = 4096;

  private final BrokerLink link;
  private final Ring ring;
  private final Runnable changed;
  private final ArrayDeque<Message> ahead = new ArrayDeque<>();
  private final boolean resumes;

  /** What was fetched last. */
  private RingPosition position;

  /** As of which break the position is known to be in the ring; -1 if never. */
  private int checked = -1;

  private @Nullable CompletableFuture<ReadResultSet<byte[]>> request;

  RingCursor(BrokerLink link, Ring ring, StartPosition start, Runnable changed) {
    this.link = link;
    this.ring = ring;
    this.changed = changed;
    this.resumes = start instanceof StartPosition.After;
    this.position = ring.start(start);
  }

  /** What there is now, up to so many; asks for more if there is nothing. */
  List<Message> take(int most) {
    if (ahead.isEmpty()) {
      fetch(most);
    }
    List<Message> taken = new ArrayList<>(Math.min(most, ahead.size()));
    while (taken.size() < most && !ahead.isEmpty()) {
      taken.add(ahead.remove());
    }
    return taken;
  }

  private void fetch(int most) {
    checkAfterBreak();
    if (request == null) {
      request = ask(most);
      var unused = request.whenCompleteAsync((items, failure) -> changed.run(), Runnable::run);
    }
    CompletableFuture<ReadResultSet<byte[]>> asked = request;
    if (asked.isDone()) {
      request = null;
      ReadResultSet<byte[]> items = link.call("cannot read " + ring, asked::get);
      if (checked == link.breaks()) {
        accept(items);
      }
      changed.run(); // there may be more, or the same has to be asked for again
    }
  }

  private CompletableFuture<ReadResultSet<byte[]>> ask(int most) {
    return position.check().isPresent()
        ? ring.read(position.sequence(), 2, (int) Math.min(most + 1L, Integer.MAX_VALUE))
        : ring.read(position.sequence() + 1, 1, most);
  }

  /** After a break the ring may be another one, or have lost its latest events. */
  private void checkAfterBreak() {
    int breaks = link.breaks();
    if (checked == breaks) {
      return;
    }
    request = null;
    if (checked < 0 && resumes) {
      ring.requireRetained(position);
    } else {
      ring.requireSame(position);
    }
    if (!ring.holds(position)) {
      goBack();
    }
    checked = breaks;
  }

  private void goBack() {
    long tail = ring.tail();
    position =
        ring.at(Math.max(ring.beforeFirst(), Math.min(tail, position.sequence()) - FAR_ENOUGH));
  }

  private void accept(ReadResultSet<byte[]> items) {
    long first = items.getSequence(0);
    if (first > position.sequence() + 1) {
      throw ring.gone(position, first);
    }
    if (position.check().isEmpty() || first == position.sequence() + 1) {
      add(items, 0);
    } else if (first == position.sequence()
        && RingItem.check(items.get(0)) == position.check().getAsInt()) {
      add(items, 1);
    } else {
      goBack();
    }
  }

  private void add(ReadResultSet<byte[]> items, int from) {
    for (int i = from; i < items.readCount(); i++) {
      byte[] item = items.get(i);
      position = position.behind(items.getSequence(i), item);
      ahead.add(new Message(ring.partition(), position.toString(), RingItem.frame(item)));
    }
  }
}
