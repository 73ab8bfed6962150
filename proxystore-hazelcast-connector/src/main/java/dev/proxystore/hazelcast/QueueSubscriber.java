package dev.proxystore.hazelcast;

import com.hazelcast.collection.IQueue;
import com.hazelcast.collection.ItemEvent;
import com.hazelcast.collection.ItemListener;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import dev.proxystore.stream.event.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Takes from a queue when the cluster says that something is there. */
final class QueueSubscriber extends HazelcastSubscriber {
  private final BrokerLink link;
  private final String problem;
  private final IQueue<byte[]> queue;
  private final IMap<String, byte[]> ends;
  private final Set<String> endsSeen = new HashSet<>();
  private final UUID queueListener;
  private final UUID endsListener;

  QueueSubscriber(BrokerLink link, String topic) {
    super(link);
    this.link = link;
    this.problem = "cannot read topic '" + topic + "'";
    String name = link.address().structure(topic);
    this.queue = link.call(problem, () -> link.instance().getQueue(name));
    this.ends = link.call(problem, () -> link.instance().getMap(QueuePublisher.ends(link, topic)));
    this.queueListener = link.call(problem, () -> queue.addItemListener(new Arrivals(), false));
    EntryAddedListener<String, byte[]> onEnd = event -> changed();
    this.endsListener = link.call(problem, () -> ends.addEntryListener(onEnd, false));
    link.add(this);
  }

  /**
   * Ends are handed out when the queue is seen empty after they were read: the events before them
   * entered the queue before they were written.
   */
  @Override
  List<Message> next(int most) {
    return link.call(
        problem,
        () -> {
          List<byte[]> frames = take(most);
          if (frames.isEmpty() && ends.size() > endsSeen.size()) {
            Map<String, byte[]> unseen = unseenEnds(most);
            frames = take(most);
            if (frames.isEmpty()) {
              endsSeen.addAll(unseen.keySet());
              frames = List.copyOf(unseen.values());
            }
          }
          return frames.stream().map(frame -> new Message(0, "", frame)).toList();
        });
  }

  private List<byte[]> take(int most) {
    List<byte[]> taken = new ArrayList<>();
    int unused = queue.drainTo(taken, most);
    return taken;
  }

  private Map<String, byte[]> unseenEnds(int most) {
    Set<String> unseen = new HashSet<>(ends.keySet());
    unseen.removeAll(endsSeen);
    return ends.getAll(Set.copyOf(List.copyOf(unseen).subList(0, Math.min(most, unseen.size()))));
  }

  @Override
  void release() {
    queue.removeItemListener(queueListener);
    ends.removeEntryListener(endsListener);
  }

  /** Makes the subscriber look. */
  private final class Arrivals implements ItemListener<byte[]> {
    @Override
    public void itemAdded(ItemEvent<byte[]> item) {
      changed();
    }

    @Override
    public void itemRemoved(ItemEvent<byte[]> item) {
      // another one has it
    }
  }
}
