package dev.proxystore.stream;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.CredentialsProvider;
import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.serialize.Serializer;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.ReplayableBroker;
import dev.proxystore.stream.event.StartPosition;
import dev.proxystore.stream.event.Subscriber;
import dev.proxystore.stream.event.Subscription;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Collects how a consumer receives. Used by one thread.
 *
 * @param <T> the type of the objects
 */
public final class StreamConsumerBuilder<T> {
  /** How long a consumer waits for a broker that is away, unless told otherwise. */
  public static final Duration DEFAULT_RECONNECT = Duration.ofMinutes(5);

  /** How many bytes of objects are fetched ahead at most, unless told otherwise. */
  public static final long DEFAULT_FETCH_AHEAD_BYTES = 16L << 20;

  final StoreAddress address;
  final @Nullable Broker broker;
  final InlineSerializers inlineSerializers = new InlineSerializers();
  private final Map<String, String> brokerOptions = new TreeMap<>();
  private CredentialsProvider credentials = CredentialsProvider.environment();
  Subscription subscription;
  Filter filter = Filter.none();
  BadEventHandler badEvents = BadEventHandler.fail();
  OptionalInt producers = OptionalInt.empty();
  Duration reconnectFor = DEFAULT_RECONNECT;
  private boolean trims;
  private @Nullable ObjectConsumer releaseAs;
  FetchAhead fetchAhead = new FetchAhead(0, 0);

  StreamConsumerBuilder(String brokerAddress, String topic) {
    address = StoreAddress.parse(brokerAddress);
    broker = null;
    subscription = Subscription.to(topic);
  }

  StreamConsumerBuilder(Broker broker, String topic) {
    this.broker = requireNonNull(broker, "broker");
    address = broker.address();
    subscription = Subscription.to(topic);
  }

  /** Where to begin on a replayable broker; with the earliest event by default. */
  public StreamConsumerBuilder<T> startPosition(StartPosition start) {
    subscription = subscription.from(requireNonNull(start, "start"));
    return this;
  }

  /** Reads some partitions of the topic only; all by default. */
  public StreamConsumerBuilder<T> partitions(Set<Integer> some) {
    subscription = subscription.withPartitions(some);
    return this;
  }

  /** Shares the topic with the other consumers of a group, on brokers that know groups. */
  public StreamConsumerBuilder<T> group(String name) {
    subscription = subscription.inGroup(name);
    return this;
  }

  /** A name that stays the same after a restart, so that what was not acknowledged comes again. */
  public StreamConsumerBuilder<T> consumerName(String name) {
    subscription = subscription.as(name);
    return this;
  }

  /**
   * Under which name objects with several consumers are released when they are resolved, dropped or
   * discarded; the name of the group by default. The same after a restart; consumers that share a
   * topic share it.
   *
   * @param consumer up to 200 letters, digits, dots, hyphens and underscores
   */
  public StreamConsumerBuilder<T> releaseAs(String consumer) {
    releaseAs = ObjectConsumer.of(consumer);
    return this;
  }

  /** The name that objects with several consumers are released under, if there is one. */
  Optional<ObjectConsumer> consumer() {
    return releaseAs == null
        ? subscription.group().map(ObjectConsumer::of)
        : Optional.of(releaseAs);
  }

  /** Leaves objects out, and evicts those that go when they are resolved. */
  public StreamConsumerBuilder<T> filter(Filter leavesOut) {
    filter = requireNonNull(leavesOut, "filter");
    return this;
  }

  /**
   * How many producers have to end before the stream does. By default all that the consumer has
   * seen, and one at least: say how many there are if some may start late.
   */
  public StreamConsumerBuilder<T> producers(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("A topic has 1 producer or more, found " + count + ".");
    }
    producers = OptionalInt.of(count);
    return this;
  }

  /**
   * Events are removed from a replayable broker once they are acknowledged, which makes room for
   * more where that is bounded. For topics that nobody else reads.
   */
  public StreamConsumerBuilder<T> trimAcknowledged() {
    trims = true;
    return this;
  }

  /** What to do with bytes that are no event; the consumer fails by default. */
  public StreamConsumerBuilder<T> onBadEvent(BadEventHandler handler) {
    badEvents = requireNonNull(handler, "handler");
    return this;
  }

  /** How long to wait for a broker that is away; 5 minutes by default, 0 for not at all. */
  public StreamConsumerBuilder<T> reconnectFor(Duration longest) {
    reconnectFor = requireNonNull(longest, "longest");
    return this;
  }

  /**
   * Fetches the objects of up to so many items together, up to {@value #DEFAULT_FETCH_AHEAD_BYTES}
   * bytes, before they are asked for: the fast way for a consumer that resolves what it gets.
   */
  public StreamConsumerBuilder<T> fetchAhead(int objects) {
    return fetchAhead(objects, DEFAULT_FETCH_AHEAD_BYTES);
  }

  /**
   * Fetches the objects of up to so many items together before they are asked for. By default none
   * is: a consumer that resolves nothing fetches nothing.
   *
   * <p>An object that goes when it is resolved is evicted after the next item was asked for, if it
   * was resolved: with others, when they are 64 or 16 MiB, when no further item is there, or when
   * the consumer is closed. Several consumers that are given the same proxy may so all get its
   * object.
   *
   * @param bytes how many bytes at most, as they are stored; but one object in any case
   */
  public StreamConsumerBuilder<T> fetchAhead(int objects, long bytes) {
    if (objects < 1 || bytes < 1) {
      throw new IllegalArgumentException(
          "Expected 1 object or more and 1 byte or more to fetch ahead, found %d and %d."
              .formatted(objects, bytes));
    }
    fetchAhead = new FetchAhead(objects, bytes);
    return this;
  }

  /** Allows classes of the application for objects that travel in events. */
  public StreamConsumerBuilder<T> allow(Class<?>... classes) {
    Arrays.stream(classes).map(Class::getName).forEach(inlineSerializers::allow);
    return this;
  }

  /** Reads objects that travel in events, in place of Kryo. */
  public StreamConsumerBuilder<T> serializer(Serializer objects) {
    inlineSerializers.use(requireNonNull(objects, "serializer"));
    return this;
  }

  /** An option of the broker, such as a timeout; each documents its own. */
  public StreamConsumerBuilder<T> brokerOption(String name, String value) {
    brokerOptions.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
    return this;
  }

  /** Where the broker's passwords and certificates come from; the environment by default. */
  public StreamConsumerBuilder<T> credentials(CredentialsProvider provider) {
    credentials = requireNonNull(provider, "credentials");
    return this;
  }

  /** A new one on the broker. */
  Subscriber subscriber(Broker on) {
    if (!trims) {
      return on.subscriber(subscription);
    }
    if (!(on instanceof ReplayableBroker log) || subscription.group().isPresent()) {
      throw new IllegalStateException(
          "Expected a replayable broker without a group to trim topic '%s' of, found %s: leave out trimAcknowledged()."
              .formatted(subscription.topic(), on.address()));
    }
    return new TrimmingSubscriber(on.subscriber(subscription), log, subscription.topic());
  }

  ConnectorOptions options() {
    return ConnectorOptions.of(brokerOptions).withCredentials(credentials);
  }

  /**
   * Connects to the broker.
   *
   * @throws dev.proxystore.stream.event.BrokerException if it cannot be reached
   */
  public StreamConsumer<T> build() {
    return new StreamConsumer<>(this);
  }
}
