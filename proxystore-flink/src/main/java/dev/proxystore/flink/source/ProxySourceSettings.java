package dev.proxystore.flink.source;

import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Brokers;
import dev.proxystore.stream.event.StartPosition;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.Boundedness;

/**
 * What a {@link ProxySourceBuilder} was told; travels to the enumerator and the readers.
 *
 * @param producers how many producers end each topic; 0 for all that are seen
 * @param consumer the beginning of the names that queues know the readers by
 * @param reconnectTimeout how long a lost broker may stay away
 * @param maxFetch the most messages of one fetch
 */
@Internal
public record ProxySourceSettings(
    StoreAddress broker,
    Map<String, String> brokerOptions,
    List<String> topics,
    StartPosition start,
    Boundedness boundedness,
    int producers,
    Trim trim,
    Acknowledgement acknowledgement,
    String consumer,
    BadEventHandler badEventHandler,
    EventTimestamps timestamps,
    Duration reconnectTimeout,
    int maxFetch)
    implements Serializable {

  /** Whether events are removed from the broker once a checkpoint is past them. */
  public enum Trim {
    NEVER,
    ON_CHECKPOINT
  }

  public ProxySourceSettings {
    brokerOptions = Map.copyOf(brokerOptions);
    topics = List.copyOf(topics);
  }

  public boolean isBounded() {
    return boundedness == Boundedness.BOUNDED;
  }

  /** Opens the broker in this process. */
  public Broker open() {
    return Brokers.open(broker, ConnectorOptions.of(brokerOptions));
  }
}
