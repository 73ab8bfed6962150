package dev.proxystore.flink.sink;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.flink.sink.SinkSettings.EndOfStream;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.StoreConfig;
import dev.proxystore.stream.event.Metadata;
import dev.proxystore.stream.event.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a {@link ProxySink} does. Needed are a broker, a topic or topic selector, and a
 * store unless proxies are sent. Used by one thread.
 *
 * @param <IN> the records
 */
@PublicEvolving
public final class ProxySinkBuilder<IN> {
  /** How many records are put and published together, unless told otherwise. */
  public static final int DEFAULT_BATCH_SIZE = 32;

  private @Nullable StoreAddress broker;
  private final Map<String, String> brokerOptions = new TreeMap<>();
  private @Nullable String topic;
  private @Nullable MapFunction<IN, String> topics;
  private @Nullable StoreConfig store;
  private @Nullable MapFunction<IN, ?> value;
  private @Nullable MapFunction<IN, ? extends Proxy<?>> proxy;
  private MapFunction<IN, Metadata> metadata = record -> Metadata.empty();
  private OnResolve onResolve = OnResolve.EVICT;
  private int fanOut = 1;
  private int batchSize = DEFAULT_BATCH_SIZE;
  private Duration flushInterval = Duration.ZERO;
  private DeliveryGuarantee guarantee = DeliveryGuarantee.AT_LEAST_ONCE;
  private EndOfStream endOfStream = EndOfStream.NOT_ANNOUNCED;

  ProxySinkBuilder() {}

  /** The address of the broker, such as {@code redis://host:6379/events?broker=stream}. */
  public ProxySinkBuilder<IN> setBroker(String address) {
    broker = StoreAddress.parse(address);
    return this;
  }

  /** How tasks talk to the broker, such as a timeout; each broker documents its own. */
  public ProxySinkBuilder<IN> setBrokerOption(String name, String option) {
    brokerOptions.put(requireNonNull(name, "name"), requireNonNull(option, "option"));
    return this;
  }

  /** All records go to this topic. */
  public ProxySinkBuilder<IN> setTopic(String name) {
    topic = Topics.requireName(name);
    return this;
  }

  /** Says the topic of each record. */
  public ProxySinkBuilder<IN> setTopicSelector(MapFunction<IN, String> selector) {
    topics = requireNonNull(selector, "selector");
    return this;
  }

  /** Where values are put. */
  public ProxySinkBuilder<IN> setStore(StoreConfig config) {
    store = requireNonNull(config, "config");
    return this;
  }

  /** Says which part of a record is put; all of it by default. */
  public ProxySinkBuilder<IN> setValueExtractor(MapFunction<IN, ?> extractor) {
    value = requireNonNull(extractor, "extractor");
    return this;
  }

  /** Says which proxy of a record is published; nothing is put then. */
  public ProxySinkBuilder<IN> setProxyExtractor(MapFunction<IN, ? extends Proxy<?>> extractor) {
    proxy = requireNonNull(extractor, "extractor");
    return this;
  }

  /** What consumers can filter and route by; nothing by default. */
  public ProxySinkBuilder<IN> setMetadataExtractor(MapFunction<IN, Metadata> extractor) {
    metadata = requireNonNull(extractor, "extractor");
    return this;
  }

  /** What becomes of an object when a consumer resolves it; evicted by default. */
  public ProxySinkBuilder<IN> setOnResolve(OnResolve choice) {
    onResolve = requireNonNull(choice, "choice");
    return this;
  }

  /**
   * How many consumers, or groups of them, each release an object before it goes; 1 by default.
   * Those of a {@code StreamConsumer} have the names of their groups, operators their own.
   */
  public ProxySinkBuilder<IN> setFanOut(int consumers) {
    fanOut = consumers;
    return this;
  }

  /**
   * How many records of a topic are put and published together; {@value #DEFAULT_BATCH_SIZE} by
   * default. A checkpoint does not wait for a batch to fill, but for {@code NONE}.
   */
  public ProxySinkBuilder<IN> setBatchSize(int records) {
    if (records < 1) {
      throw new IllegalArgumentException("A batch has 1 record or more, found " + records + ".");
    }
    batchSize = records;
    return this;
  }

  /** The longest that a record waits for its batch to fill, if no checkpoint comes before. */
  public ProxySinkBuilder<IN> setFlushInterval(Duration longest) {
    if (longest.toMillis() < 1) {
      throw new IllegalArgumentException(
          "A flush interval is 1 ms or more, found " + longest + ". Leave it out for none.");
    }
    flushInterval = longest;
    return this;
  }

  /** What a failure may do to events; at least once by default. See {@link ProxySink}. */
  public ProxySinkBuilder<IN> setDeliveryGuarantee(DeliveryGuarantee choice) {
    guarantee = requireNonNull(choice, "choice");
    return this;
  }

  /**
   * When the input has ended, each parallel writer announces the end of its topics, with its last
   * commit. For jobs with an end, whose consumers wait for it. A consumer that reads along should
   * know how many producers there are: by default it ends with all that it has seen, and a writer
   * that has published nothing yet is not among them. With {@link #setTopic} there are as many as
   * the sink is parallel, and more after it was scaled.
   */
  public ProxySinkBuilder<IN> setEndOfStream() {
    endOfStream = EndOfStream.ANNOUNCED;
    return this;
  }

  /**
   * Checks what was set, and opens nothing.
   *
   * @throws IllegalStateException if something is missing or contradicts itself; says what to set
   */
  public ProxySink<IN> build() {
    require(broker != null, "Set the broker's address with setBroker.");
    require(
        topic != null || topics != null,
        "Set where records go: one topic with setTopic, or setTopicSelector.");
    require(
        store != null || proxy != null,
        "Set where values are put with setStore, or send proxies with setProxyExtractor.");
    requireOneOf("setTopic", topic, "setTopicSelector", topics, "");
    requireOneOf("setValueExtractor", value, "setProxyExtractor", proxy, "");
    requireOneOf(
        "setStore", store, "setProxyExtractor", proxy, "proxies are sent as they are, so ");
    String only = topic;
    return new ProxySink<>(
        new SinkSettings<>(
            UUID.randomUUID(),
            new BrokerConfig(requireNonNull(broker), brokerOptions),
            only,
            topics != null ? topics : record -> requireNonNull(only),
            content(),
            metadata,
            store,
            onResolve,
            PutOptions.requireFanOut(fanOut, onResolve),
            batchSize,
            flushInterval,
            guarantee,
            endOfStream));
  }

  private MapFunction<IN, ?> content() {
    if (proxy != null) {
      return proxy;
    }
    return value != null ? value : record -> record;
  }

  private static void requireOneOf(
      String name, @Nullable Object set, String other, @Nullable Object otherSet, String because) {
    require(
        set == null || otherSet == null,
        "Found %s and %s: %sleave out one of them.".formatted(name, other, because));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
