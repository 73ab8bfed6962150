package dev.proxystore.flink.sink;

import dev.proxystore.flink.sink.ProxyCommittable.Events;
import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.Publisher;
import java.util.ArrayList;
import java.util.List;

/** Where a writer's batches go: at once to the broker, or to the committer. */
interface Outlet {
  void send(String topic, EventBatch batch) throws InterruptedException;

  /** What the committer publishes when the checkpoint is complete; it is handed over once. */
  List<ProxyCommittable> toCommit();

  /** Publishes at once, and tries again for a while before it fails. */
  static Outlet publishing(Publisher publisher, Retries retries) {
    return new Outlet() {
      @Override
      public void send(String topic, EventBatch batch) throws InterruptedException {
        retries.run(() -> publisher.publish(topic, batch));
      }

      @Override
      public List<ProxyCommittable> toCommit() {
        return List.of();
      }
    };
  }

  /** Gathers what belongs to one checkpoint. */
  static Outlet committing() {
    List<ProxyCommittable> gathered = new ArrayList<>();
    return new Outlet() {
      @Override
      public void send(String topic, EventBatch batch) {
        gathered.add(new Events(topic, batch));
      }

      @Override
      public List<ProxyCommittable> toCommit() {
        List<ProxyCommittable> all = List.copyOf(gathered);
        gathered.clear();
        return all;
      }
    };
  }
}
