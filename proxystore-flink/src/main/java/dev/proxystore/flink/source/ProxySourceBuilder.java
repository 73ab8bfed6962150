package dev.proxystore.flink.source;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.stream.event.StartPosition;
import dev.proxystore.stream.event.Topics;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link ProxySource}. A broker and topics are required; the rest has defaults.
 *
 * @param <T> the type of the objects behind the proxies
 * @param <OUT> the type of the records
 */
@PublicEvolving
public final class ProxySourceBuilder<T, OUT> {
  /** How long a lost broker may stay away, unless told otherwise. */
  public static final Duration DEFAULT_RECONNECT_TIMEOUT = Duration.ofMinutes(5);

  /** The most messages of one fetch, unless told otherwise. */
  public static final int DEFAULT_MAX_FETCH = 1000;

  private final Map<String, String> brokerOptions = new LinkedHashMap<>();
  private @Nullable StoreAddress broker;
  private List<String> topics = List.of();
  private @Nullable ProxyTypeInfo<T> proxyType;
  private Function<ProxyTypeInfo<T>, ProxyEventDeserializer<T, OUT>> deserializer;
  private StartPosition start = StartPosition.earliest();
  private Boundedness boundedness = Boundedness.CONTINUOUS_UNBOUNDED;
  private int producers;
  private ProxySourceSettings.Trim trim = ProxySourceSettings.Trim.NEVER;
  private Acknowledgement acknowledgement = Acknowledgement.ON_CHECKPOINT;
  private String consumer = "flink-" + UUID.randomUUID();
  private BadEventHandler badEventHandler = BadEventHandler.fail();
  private EventTimestamps timestamps = EventTimestamps.sentAt();
  private Duration reconnectTimeout = DEFAULT_RECONNECT_TIMEOUT;
  private int maxFetch = DEFAULT_MAX_FETCH;

  ProxySourceBuilder(Function<ProxyTypeInfo<T>, ProxyEventDeserializer<T, OUT>> deserializer) {
    this.deserializer = deserializer;
  }

  /** The address of the broker, such as {@code redis://host:6379/events?broker=stream}. */
  public ProxySourceBuilder<T, OUT> setBroker(String address) {
    broker = StoreAddress.parse(address);
    return this;
  }

  /** An option of the broker that does not belong into its address, such as a timeout. */
  public ProxySourceBuilder<T, OUT> setBrokerOption(String name, String value) {
    brokerOptions.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
    return this;
  }

  /** The topics to read. */
  public ProxySourceBuilder<T, OUT> setTopics(String... names) {
    topics = List.of(names);
    return this;
  }

  /** The type of the objects, for those who ask the stream for it. */
  public ProxySourceBuilder<T, OUT> setValueType(TypeInformation<T> type) {
    proxyType = ProxyTypeInfo.forValues(type);
    return this;
  }

  /** Records are made of events by this function. */
  public <R> ProxySourceBuilder<T, R> setDeserializer(ProxyEventDeserializer<T, R> function) {
    requireNonNull(function, "deserializer");
    return making(ignored -> function);
  }

  /** Records are proxies with their metadata. */
  public ProxySourceBuilder<T, ProxyEvent<T>> withMetadata() {
    return making(ProxyEventDeserializer::ofEvents);
  }

  @SuppressWarnings("unchecked") // nothing else in a builder depends on the type of the records
  private <R> ProxySourceBuilder<T, R> making(
      Function<ProxyTypeInfo<T>, ProxyEventDeserializer<T, R>> other) {
    ProxySourceBuilder<T, R> same = (ProxySourceBuilder<T, R>) this;
    same.deserializer = other;
    return same;
  }

  /**
   * Where to begin on a replayable broker, when the job does not start from a checkpoint or
   * savepoint; the earliest event by default. Other brokers begin with what comes next.
   */
  public ProxySourceBuilder<T, OUT> setStartPosition(StartPosition position) {
    start = requireNonNull(position, "position");
    return this;
  }

  /**
   * The source ends when the producers of all topics have ended: every producer that was seen, and
   * at least one, unless {@link #setProducers} says how many.
   */
  public ProxySourceBuilder<T, OUT> setBounded() {
    boundedness = Boundedness.BOUNDED;
    return this;
  }

  /** The source does not end, also when all producers have; the default. */
  public ProxySourceBuilder<T, OUT> setUnbounded() {
    boundedness = Boundedness.CONTINUOUS_UNBOUNDED;
    return this;
  }

  /** How many producers each topic has: a bounded source waits for the end of so many. */
  public ProxySourceBuilder<T, OUT> setProducers(int number) {
    producers = requirePositive(number, "producers");
    return this;
  }

  /**
   * Events are removed from a replayable broker once a checkpoint that contains them has completed.
   * For topics that nobody else reads; a job can then go back to no earlier checkpoint.
   */
  public ProxySourceBuilder<T, OUT> setTrimOnCheckpoint() {
    trim = ProxySourceSettings.Trim.ON_CHECKPOINT;
    return this;
  }

  /** When a queue is told that its messages have been taken; on checkpoints by default. */
  public ProxySourceBuilder<T, OUT> setAcknowledgement(Acknowledgement when) {
    acknowledgement = requireNonNull(when, "when");
    return this;
  }

  /**
   * The beginning of the names that queues know the readers by: a job that starts without a
   * savepoint gets what its predecessor of the same name did not acknowledge. A new one by default.
   */
  public ProxySourceBuilder<T, OUT> setConsumer(String name) {
    consumer = Topics.requireName(name);
    return this;
  }

  /** What becomes of events that cannot be read; they fail the job by default. */
  public ProxySourceBuilder<T, OUT> setBadEventHandler(BadEventHandler handler) {
    badEventHandler = requireNonNull(handler, "handler");
    return this;
  }

  /** Which time a record has; when it was sent by default. */
  public ProxySourceBuilder<T, OUT> setEventTimestamps(EventTimestamps times) {
    timestamps = requireNonNull(times, "times");
    return this;
  }

  /** How long a broker that was lost may stay away before the job fails. */
  public ProxySourceBuilder<T, OUT> setReconnectTimeout(Duration timeout) {
    reconnectTimeout = requireNonNull(timeout, "timeout");
    return this;
  }

  /** The most messages of one fetch. */
  public ProxySourceBuilder<T, OUT> setMaxFetch(int messages) {
    maxFetch = requirePositive(messages, "messages");
    return this;
  }

  private static int requirePositive(int number, String what) {
    if (number < 1) {
      throw new IllegalArgumentException(
          "Expected 1 or more %s, found %d.".formatted(what, number));
    }
    return number;
  }

  /**
   * A source of what was set.
   *
   * @throws IllegalStateException if there is no broker or no topic
   * @throws IllegalArgumentException if a topic or an option of the broker has no such name
   */
  public ProxySource<OUT> build() {
    return new ProxySource<>(
        settings(),
        deserializer.apply(proxyType == null ? ProxyTypeInfo.forUnknownValues() : proxyType));
  }

  private ProxySourceSettings settings() {
    if (broker == null || topics.isEmpty()) {
      throw new IllegalStateException(
          "A source needs a broker and topics: setBroker(address) and setTopics(names).");
    }
    topics.forEach(Topics::requireName);
    ConnectorOptions unused = ConnectorOptions.of(brokerOptions); // refuses secrets
    if (start instanceof StartPosition.After && topics.size() > 1) {
      throw new IllegalStateException(
          "Positions are those of one topic, found the topics %s: use a source for each."
              .formatted(topics));
    }
    return new ProxySourceSettings(
        broker,
        brokerOptions,
        topics.stream().distinct().toList(),
        start,
        boundedness,
        producers,
        trim,
        acknowledgement,
        consumer,
        badEventHandler,
        timestamps,
        reconnectTimeout,
        maxFetch);
  }
}
