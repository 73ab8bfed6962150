package dev.proxystore.flink.sink;

import dev.proxystore.stream.event.EventBatch;
import java.util.List;
import org.apache.flink.annotation.Internal;

/** What a writer hands to the committer. */
@Internal
sealed interface ProxyCommittable {

  /**
   * Before events that follow: of whose objects they are.
   *
   * @param objects what the ids of the objects begin with that the writer puts
   * @param nextObject the number of the first that is not published yet
   * @param firstMark the id of the mark with which the writer began
   */
  record Begin(String objects, long nextObject, String firstMark) implements ProxyCommittable {}

  /** Behind the last events of a writer that puts: it leaves no object unpublished. */
  record Complete(String objects, String firstMark) implements ProxyCommittable {}

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
