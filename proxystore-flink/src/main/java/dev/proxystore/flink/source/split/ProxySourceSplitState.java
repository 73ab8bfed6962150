package dev.proxystore.flink.source.split;

import dev.proxystore.stream.event.Delivery;
import dev.proxystore.stream.event.Message;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;

/** How far a split has been emitted. Used by the task's thread. */
@Internal
public final class ProxySourceSplitState {
  private final ProxySourceSplit split;
  private final String splitId;
  private final Producers producers;
  private String position;
  private List<Message> unacknowledged = new ArrayList<>();

  public ProxySourceSplitState(ProxySourceSplit split) {
    this.split = split;
    this.splitId = split.splitId();
    this.position = split.position();
    this.producers = new Producers(split.producers(), split.endsForgotten());
  }

  public String splitId() {
    return splitId;
  }

  public String topic() {
    return split.topic();
  }

  public Delivery delivery() {
    return split.delivery();
  }

  public Producers producers() {
    return producers;
  }

  public String position() {
    return position;
  }

  public int number() {
    return split.number();
  }

  /** The state is past this message from now on. */
  public void passed(Message message) {
    if (split.isReplayable()) {
      position = message.position();
    } else if (split.delivery() == Delivery.QUEUE) {
      unacknowledged.add(message);
    }
  }

  /** Hands over the messages that were passed since it was last asked. */
  public List<Message> takeUnacknowledged() {
    List<Message> taken = unacknowledged;
    unacknowledged = new ArrayList<>();
    return taken;
  }

  /** What a checkpoint keeps. */
  public ProxySourceSplit toSplit() {
    return new ProxySourceSplit(
        split.delivery(),
        split.topic(),
        split.number(),
        position,
        split.consumer(),
        producers.toList(),
        producers.endsForgotten());
  }
}
