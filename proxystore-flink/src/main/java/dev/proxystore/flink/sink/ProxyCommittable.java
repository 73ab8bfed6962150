package dev.proxystore.flink.sink;

import dev.proxystore.stream.event.EventBatch;
import java.util.List;
import org.apache.flink.annotation.Internal;

/** What a writer hands to the committer. */
@Internal
sealed interface ProxyCommittable {

  /** Events to publish. */
  record Events(String topic, EventBatch batch) implements ProxyCommittable {}

  /**
   * A writer has nothing more to send, and its events were committed before this.
   *
   * @param producers whose topics end, with the numbers that their ends have
   */
  record End(List<ProducerNumbers> producers) implements ProxyCommittable {
    public End {
      producers = List.copyOf(producers);
    }
  }
}
