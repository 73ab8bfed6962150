package dev.proxystore.stream;

import static java.util.Objects.requireNonNull;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.serialize.Serializers;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.Store;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Brokers;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.Topics;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sends objects to topics: puts each into the topic's store and tells the broker where it lies. The
 * bytes go from here to who resolves, past all who only pass the proxy on. A topic without a store
 * carries its objects in the events.
 *
 * <p>Objects of one thread keep their order on a topic. Safe for use by several threads; those that
 * send to different topics do not wait for each other.
 *
 * <pre>{@code
 * try (StreamProducer<byte[]> producer =
 *     StreamProducer.<byte[]>builder("redis://localhost:6379/events").defaultStore(store).build()) {
 *   producer.send("frames", image, SendOptions.defaults().withMetadata(Metadata.of("camera", 7)));
 * } // sends what is left and announces the end of the topics
 * }</pre>
 *
 * @param <T> the type of the objects
 */
public final class StreamProducer<T> implements AutoCloseable {
  /** What {@link #close(Closing...)} does otherwise than {@link #close()}. */
  public enum Closing {
    /** Topics are not ended: consumers go on waiting for other producers, or a later one. */
    KEEP_TOPICS_OPEN,
    /** The stores are closed too; objects in them stay. */
    CLOSE_STORES,
    /** What cannot be sent is given up, and evicted, rather than kept for another try. */
    DISCARD_UNSENT
  }

  private final UUID id = UUID.randomUUID();
  private final Broker broker;
  private final boolean ownsBroker;
  private final Publisher publisher;
  private final @Nullable Store defaultStore;
  private final Map<String, Optional<Store>> stores;
  private final Serializers serializers;
  private final Optional<Aggregator<T>> aggregator;
  private final Filter filter;
  private final int fanOut;
  private final Batching batching;
  private final BackgroundThreads threads = new BackgroundThreads();
  private final Map<String, TopicSender<T>> senders = new ConcurrentHashMap<>();

  /** No topic is sent to for the first time any more. */
  private volatile boolean closing;

  private volatile boolean closed;

  StreamProducer(StreamProducerBuilder<T> settings) {
    ownsBroker = settings.broker == null;
    defaultStore = settings.defaultStore;
    stores = Map.copyOf(settings.stores);
    serializers = settings.inlineSerializers.build();
    aggregator = Optional.ofNullable(settings.aggregator);
    filter = settings.filter;
    fanOut = settings.fanOut;
    batching = settings.batching();
    broker =
        settings.broker != null
            ? settings.broker
            : Brokers.open(settings.address, settings.options());
    publisher = broker.publisher();
  }

  /** Sets up a producer on the broker of an address, which it opens and closes. */
  public static <T> StreamProducerBuilder<T> builder(String brokerAddress) {
    return new StreamProducerBuilder<>(brokerAddress);
  }

  /** Sets up a producer on a broker that is open, and stays so. */
  public static <T> StreamProducerBuilder<T> builder(Broker broker) {
    return new StreamProducerBuilder<>(broker);
  }

  /** The id that this producer's events carry. */
  public UUID id() {
    return id;
  }

  /** Sends an object, which goes when it is resolved, without metadata. */
  public void send(String topic, T object) {
    send(topic, object, SendOptions.defaults());
  }

  /**
   * Sends an object. With a batch size of more than one it may wait here for others.
   *
   * @throws TopicClosedException if this producer has ended the topic
   * @throws dev.proxystore.serialize.SerializationException if an object of the batch cannot be
   *     written; those that can are sent
   * @throws StreamSendException if the store or the broker failed; nothing is lost
   */
  public void send(String topic, T object, SendOptions options) {
    requireNonNull(object, "object");
    if (!filter.drops(options.metadata())) {
      sender(topic).send(Outgoing.of(object, withFanOut(options)));
    } else {
      sender(topic).requireOpen();
    }
  }

  /** Sends an object in the background, as {@link #sendAsync(String, Object, SendOptions)} does. */
  public CompletableFuture<Void> sendAsync(String topic, T object) {
    return sendAsync(topic, object, SendOptions.defaults());
  }

  /**
   * Sends an object in the background. Objects that gather while others are under way share their
   * round trips, so this is the fast way to send many: nobody waits for them to gather. Waits only
   * if as many as {@linkplain StreamProducerBuilder#maxWaiting the builder says} have not been sent
   * yet. Objects that are sent either way keep their order; do not change one before it is sent.
   *
   * @return completes when the object is published; fails with {@link
   *     dev.proxystore.serialize.SerializationException} if it cannot be written, with {@link
   *     StreamSendException} if the store or the broker failed, in which case it is kept as by
   *     {@link #send(String, Object, SendOptions)}. Cancelling it does not stop it. What depends on
   *     it runs in the thread that sends, and holds up the topic: use the {@code Async} methods of
   *     the future for what takes long
   * @throws TopicClosedException if this producer has ended the topic
   * @throws StreamSendException if there is no room since the store or the broker fails: this
   *     object is not taken
   */
  public CompletableFuture<Void> sendAsync(String topic, T object, SendOptions options) {
    requireNonNull(object, "object");
    if (filter.drops(options.metadata())) {
      sender(topic).requireOpen();
      return CompletableFuture.completedFuture(null);
    }
    return sender(topic).sendAsync(Outgoing.of(object, withFanOut(options)));
  }

  private SendOptions withFanOut(SendOptions options) {
    boolean isOpen = options.put().onResolve() == OnResolve.EVICT && options.put().fanOut() == 1;
    return fanOut > 1 && isOpen ? options.fanOut(fanOut) : options;
  }

  /**
   * Sends a proxy on, as it is; nothing is put. If the filter drops it and resolving it would evict
   * the object, the object is evicted.
   *
   * @throws IllegalStateException if this producer aggregates
   * @throws IllegalArgumentException if it is a proxy that cannot travel
   */
  public void sendProxy(String topic, Proxy<? extends T> proxy, SendOptions options) {
    if (aggregator.isPresent()) {
      throw new IllegalStateException(
          "This producer makes one object of several and cannot pass proxies on.");
    }
    if (!Outgoing.canTravel(proxy)) {
      throw new IllegalArgumentException(
          "Expected a proxy of an object in a store, found one of "
              + proxy.factory().getClass().getName());
    }
    if (!filter.drops(options.metadata())) {
      sender(topic).send(Outgoing.ofProxy(proxy, options));
    } else {
      sender(topic).requireOpen();
      Releases.discard(proxy);
    }
  }

  private TopicSender<T> sender(String topic) {
    TopicSender<T> sender = senders.get(topic);
    if (closed || (closing && sender == null)) {
      throw new TopicClosedException(topic);
    }
    return sender == null ? newSender(topic) : sender;
  }

  /** One that closing has missed is not used. */
  private TopicSender<T> newSender(String topic) {
    TopicSender<T> sender =
        senders.computeIfAbsent(
            topic,
            name ->
                new TopicSender<>(
                    Topics.requireName(name), id, publisher, putter(name), batching, threads));
    if (closing) {
      throw new TopicClosedException(topic);
    }
    return sender;
  }

  private ObjectPutter<T> putter(String topic) {
    Optional<Store> store = stores.getOrDefault(topic, Optional.ofNullable(defaultStore));
    if (store.isEmpty()) {
      requireNothingIsEncrypted(topic);
    }
    return new ObjectPutter<>(store, serializers, aggregator);
  }

  /** Who encrypts what lies in stores does not mean to have it in events in plain text. */
  private void requireNothingIsEncrypted(String topic) {
    Stream.concat(
            Stream.ofNullable(defaultStore), stores.values().stream().flatMap(Optional::stream))
        .filter(each -> each.config().payload().encrypted())
        .findFirst()
        .ifPresent(
            each -> {
              throw new IllegalArgumentException(
                  "The topic '%s' has no store, so that its objects would travel in events, in plain text, while the store %s encrypts: give the topic a store, or use a producer of its own."
                      .formatted(topic, each.address()));
            });
  }

  /** Sends what waits, for its batch to fill or in the background, on all topics. */
  public void flush() {
    forEach(senders.values(), TopicSender::flush);
  }

  /** Sends what waits, for its batch to fill or in the background, on one topic. */
  public void flushTopic(String topic) {
    Optional.ofNullable(senders.get(topic)).ifPresent(TopicSender::flush);
  }

  /**
   * Sends what is left and announces the end of topics: consumers end when all producers have. A
   * topic that was never sent to is ended too. Ending twice is ending once.
   */
  public void closeTopics(String... topics) {
    forEach(Arrays.stream(topics).map(this::sender).toList(), TopicSender::end);
  }

  /**
   * Sends what is left, announces the end of every topic that was sent to, and closes the broker if
   * the producer opened it. Stores stay open.
   *
   * @throws StreamSendException if something could not be sent, or an end not be announced: the
   *     producer keeps it and takes nothing more; close again, or {@link #flush}, to try again, or
   *     close with {@link Closing#DISCARD_UNSENT} to give it up
   */
  @Override
  public void close() {
    close(new Closing[0]);
  }

  /** Closes as {@link #close()}, but for what is chosen. May be called twice. */
  public synchronized void close(Closing... choices) {
    if (closed) {
      return;
    }
    Set<Closing> chosen = EnumSet.noneOf(Closing.class);
    chosen.addAll(List.of(choices));
    closing = true;
    try {
      finish(chosen.contains(Closing.KEEP_TOPICS_OPEN));
    } catch (ProxyStoreException e) {
      if (!chosen.contains(Closing.DISCARD_UNSENT)) {
        throw e;
      }
      forEach(senders.values(), TopicSender::discard);
    }
    closed = true;
    threads.close();
    publisher.close();
    if (ownsBroker) {
      broker.close();
    }
    if (chosen.contains(Closing.CLOSE_STORES)) {
      closeStores();
    }
  }

  private void finish(boolean keepTopicsOpen) {
    forEach(senders.values(), keepTopicsOpen ? TopicSender::seal : TopicSender::end);
  }

  private void closeStores() {
    stores.values().forEach(each -> each.ifPresent(Store::close));
    if (defaultStore != null) {
      defaultStore.close();
    }
  }

  /** Goes on with the other topics if one fails, and throws then. */
  private static <S> void forEach(Iterable<S> senders, Consumer<S> work) {
    ProxyStoreException failure = null;
    for (S each : senders) {
      try {
        work.accept(each);
      } catch (ProxyStoreException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
