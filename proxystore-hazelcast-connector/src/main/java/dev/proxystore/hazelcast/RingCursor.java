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
 */
final class RingCursor {
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
    check();
    if (request == null) {
      request = ring.read(position.sequence() + 1, most);
      var unused = request.whenCompleteAsync((items, failure) -> changed.run(), Runnable::run);
    }
    CompletableFuture<ReadResultSet<byte[]>> asked = request;
    if (asked.isDone()) {
      request = null;
      ReadResultSet<byte[]> items = link.call("cannot read " + ring, asked::get);
      check();
      accept(items);
    }
  }

  /** After a break the ring may be another one, whose numbers mean nothing to the position. */
  private void check() {
    int breaks = link.breaks();
    if (checked == breaks) {
      return;
    }
    if (checked < 0 && resumes) {
      ring.requireRetained(position);
    } else {
      ring.requireSame(position);
    }
    checked = breaks;
  }

  /** Hazelcast answers with the oldest that it has if what was asked for is gone. */
  private void accept(ReadResultSet<byte[]> items) {
    if (items.getSequence(0) != position.sequence() + 1) {
      throw ring.gone(position, items.getSequence(0));
    }
    for (int i = 0; i < items.readCount(); i++) {
      position = new RingPosition(position.birth(), items.getSequence(i));
      ahead.add(new Message(ring.partition(), position.toString(), RingItem.frame(items.get(i))));
    }
  }
}
