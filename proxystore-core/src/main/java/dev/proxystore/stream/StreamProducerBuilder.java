package dev.proxystore.stream;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.CredentialsProvider;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.serialize.Serializer;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Topics;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Collects how a producer sends. Used by one thread.
 *
 * @param <T> the type of the objects
 */
public final class StreamProducerBuilder<T> {
  /** How many objects make a batch, unless told otherwise: each is sent at once. */
  public static final int DEFAULT_BATCH_SIZE = 1;

  /** How many objects of a topic wait for the background, unless told otherwise. */
  public static final int DEFAULT_MAX_WAITING = 64;

  final StoreAddress address;
  final @Nullable Broker broker;
  final Map<String, Optional<Store>> stores = new HashMap<>();
  final InlineSerializers inlineSerializers = new InlineSerializers();
  private final Map<String, String> brokerOptions = new TreeMap<>();
  private CredentialsProvider credentials = CredentialsProvider.environment();
  @Nullable Store defaultStore;
  @Nullable Aggregator<T> aggregator;
  Filter filter = Filter.none();
  private int batchSize = DEFAULT_BATCH_SIZE;
  private int maxWaiting = DEFAULT_MAX_WAITING;
  private Duration linger = Duration.ZERO;
  int fanOut = 1;

  StreamProducerBuilder(String brokerAddress) {
    address = StoreAddress.parse(brokerAddress);
    broker = null;
  }

  StreamProducerBuilder(Broker broker) {
    this.broker = requireNonNull(broker, "broker");
    address = broker.address();
  }

  /** Where the objects of topics go that have no store of their own. */
  public StreamProducerBuilder<T> defaultStore(Store store) {
    defaultStore = requireNonNull(store, "store");
    return this;
  }

  /** Where the objects of a topic go. */
  public StreamProducerBuilder<T> store(String topic, Store store) {
    stores.put(Topics.requireName(topic), Optional.of(store));
    return this;
  }

  /**
   * The objects of a topic travel in its events, for small ones; so they do on every topic if no
   * store is given.
   */
  public StreamProducerBuilder<T> withoutStore(String topic) {
    stores.put(Topics.requireName(topic), Optional.empty());
    return this;
  }

  /** How many objects of a topic are put and published together; 1 by default. */
  public StreamProducerBuilder<T> batchSize(int objects) {
    if (objects < 1) {
      throw new IllegalArgumentException("A batch has 1 object or more, found " + objects + ".");
    }
    batchSize = objects;
    return this;
  }

  /**
   * How many objects of a topic {@link StreamProducer#sendAsync} takes before it waits for some to
   * be sent; {@value #DEFAULT_MAX_WAITING} by default. They are held in memory.
   */
  public StreamProducerBuilder<T> maxWaiting(int objects) {
    if (objects < 1) {
      throw new IllegalArgumentException("1 object or more may wait, found " + objects + ".");
    }
    maxWaiting = objects;
    return this;
  }

  /**
   * How long a batch waits to fill before it is sent in the background as it is; by default until
   * it is full or flushed.
   */
  public StreamProducerBuilder<T> linger(Duration longest) {
    if (longest.isNegative() || longest.isZero()) {
      throw new IllegalArgumentException(
          "A batch waits for longer than nothing, found " + longest + "; leave linger out.");
    }
    linger = longest;
    return this;
  }

  Batching batching() {
    return new Batching(batchSize, maxWaiting, linger);
  }

  /** Sends one object in place of each batch. */
  public StreamProducerBuilder<T> aggregator(Aggregator<T> ofBatches) {
    aggregator = requireNonNull(ofBatches, "aggregator");
    return this;
  }

  /** Leaves objects out, before they are put. */
  public StreamProducerBuilder<T> filter(Filter leavesOut) {
    filter = requireNonNull(leavesOut, "filter");
    return this;
  }

  /**
   * How many consumers, or groups of them, each release an object before it goes; 1 by default. For
   * objects that go when they are resolved and are sent without a number of their own. Consumers
   * release under the names of their groups, or as {@link StreamConsumerBuilder#releaseAs} says.
   */
  public StreamProducerBuilder<T> fanOut(int consumers) {
    fanOut = PutOptions.requireFanOut(consumers, OnResolve.EVICT);
    return this;
  }

  /** Allows classes of the application for objects that travel in events. */
  public StreamProducerBuilder<T> allow(Class<?>... classes) {
    Arrays.stream(classes).map(Class::getName).forEach(inlineSerializers::allow);
    return this;
  }

  /** Writes objects that travel in events, in place of Kryo. */
  public StreamProducerBuilder<T> serializer(Serializer objects) {
    inlineSerializers.use(requireNonNull(objects, "serializer"));
    return this;
  }

  /** An option of the broker, such as a timeout; each documents its own. */
  public StreamProducerBuilder<T> brokerOption(String name, String value) {
    brokerOptions.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
    return this;
  }

  /** Where the broker's passwords and certificates come from; the environment by default. */
  public StreamProducerBuilder<T> credentials(CredentialsProvider provider) {
    credentials = requireNonNull(provider, "credentials");
    return this;
  }

  ConnectorOptions options() {
    return ConnectorOptions.of(brokerOptions).withCredentials(credentials);
  }

  /**
   * Connects to the broker.
   *
   * @throws dev.proxystore.stream.event.BrokerException if it cannot be reached
   */
  public StreamProducer<T> build() {
    return new StreamProducer<>(this);
  }
}
