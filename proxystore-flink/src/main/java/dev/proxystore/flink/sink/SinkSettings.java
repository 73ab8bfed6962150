package dev.proxystore.flink.sink;

import static java.util.Objects.requireNonNull;

import dev.proxystore.store.OnResolve;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.StoreConfig;
import dev.proxystore.stream.event.Metadata;
import java.io.Serializable;
import java.time.Duration;
import java.util.UUID;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.jspecify.annotations.Nullable;

/**
 * All that a sink is told, as it travels to its tasks.
 *
 * @param sink tells this sink from others, also of another submission of the same program
 * @param topic the one topic, if all records go there
 * @param topics the topic of a record
 * @param content the value of a record, or with no store its proxy
 * @param store where values are put; null for proxies
 * @param fanOut how many consumers each release an object
 * @param flushInterval zero for none
 */
record SinkSettings<IN>(
    UUID sink,
    BrokerConfig broker,
    @Nullable String topic,
    MapFunction<IN, String> topics,
    MapFunction<IN, ?> content,
    MapFunction<IN, Metadata> metadata,
    @Nullable StoreConfig store,
    OnResolve onResolve,
    int fanOut,
    int batchSize,
    Duration flushInterval,
    DeliveryGuarantee guarantee,
    EndOfStream endOfStream)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What becomes of the topics when the input has ended. */
  enum EndOfStream {
    NOT_ANNOUNCED,
    ANNOUNCED
  }

  boolean isExactlyOnce() {
    return guarantee == DeliveryGuarantee.EXACTLY_ONCE;
  }

  boolean announcesEnds() {
    return endOfStream == EndOfStream.ANNOUNCED;
  }

  PutOptions putOptions() {
    return PutOptions.defaults().withOnResolve(onResolve).withFanOut(fanOut);
  }

  StoreConfig requireStore() {
    return requireNonNull(store, "store");
  }
}
