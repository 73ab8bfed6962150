package dev.proxystore.stream;

import static java.util.Objects.requireNonNull;

import dev.proxystore.proxy.Proxy;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Brokers;
import dev.proxystore.stream.event.Delivery;
import dev.proxystore.stream.event.Subscription;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Receives what producers send to a topic, as proxies: nothing is fetched before one is resolved,
 * here or wherever it is passed on to. It needs no store; events say where the objects lie.
 *
 * <p>It ends when all producers of the topic have ended theirs. Repeats of an event are left out.
 * An event is acknowledged, where the broker keeps it until then, when the next one is asked for:
 * who fails while using an object gets it again.
 *
 * <p>If the broker is lost the consumer waits for it to be back, at growing intervals, for as long
 * as {@link StreamConsumerBuilder#reconnectFor} says. Used by one thread, but for {@link #close}.
 *
 * <pre>{@code
 * try (StreamConsumer<byte[]> consumer =
 *     StreamConsumer.<byte[]>builder("redis://localhost:6379/events", "frames").build()) {
 *   for (StreamItem<byte[]> item : consumer) {
 *     store(item.metadata(), item.object());
 *   }
 * }
 * }</pre>
 *
 * @param <T> the type of the objects
 */
public final class StreamConsumer<T> implements Iterable<StreamItem<T>>, AutoCloseable {
  private static final Duration SLICE = Duration.ofSeconds(1);

  private final Broker broker;
  private final boolean ownsBroker;
  private final Reconnecting messages;
  private final EventReader<T> events;
  private final Inbox<T> inbox;

  StreamConsumer(StreamConsumerBuilder<T> settings) {
    ownsBroker = settings.broker == null;
    broker =
        settings.broker != null
            ? settings.broker
            : Brokers.open(settings.address, settings.options());
    Subscription subscription = settings.subscription;
    boolean shared = broker.delivery() == Delivery.QUEUE || subscription.group().isPresent();
    int partitions =
        subscription.partitions().isEmpty()
            ? broker.partitions()
            : subscription.partitions().size();
    messages = new Reconnecting(settings.subscriber(broker), settings.reconnectFor);
    Releases releases = new Releases();
    events =
        new EventReader<>(
            settings,
            shared ? SeenEvents.ofSharedTopics() : SeenEvents.ofWholePartitions(),
            new StreamEnds(settings.producers, partitions),
            releases);
    inbox = new Inbox<>(messages, events, settings.fetchAhead, releases);
  }

  /** Sets up a consumer on the broker of an address, which it opens and closes. */
  public static <T> StreamConsumerBuilder<T> builder(String brokerAddress, String topic) {
    return new StreamConsumerBuilder<>(brokerAddress, topic);
  }

  /** Sets up a consumer on a broker that is open, and stays so. */
  public static <T> StreamConsumerBuilder<T> builder(Broker broker, String topic) {
    return new StreamConsumerBuilder<>(broker, topic);
  }

  /**
   * The next item, or empty if none came in time, or the stream has ended or was closed.
   *
   * @throws dev.proxystore.stream.event.EventException if something else was found on the topic, by
   *     default; see {@link StreamConsumerBuilder#onBadEvent}
   * @throws dev.proxystore.stream.event.PositionGoneException if what comes next is no longer
   *     retained
   * @throws dev.proxystore.stream.event.BrokerException if the broker was away for too long
   */
  public Optional<StreamItem<T>> poll(Duration timeout) {
    return inbox.poll(timeout);
  }

  /**
   * The next item; waits for it.
   *
   * @throws NoSuchElementException if the stream has ended or the consumer was closed
   */
  public StreamItem<T> next() {
    return await()
        .orElseThrow(() -> new NoSuchElementException("The stream has ended or was closed."));
  }

  private Optional<StreamItem<T>> await() {
    Optional<StreamItem<T>> item = Optional.empty();
    while (item.isEmpty() && !inbox.isEnded() && !messages.isClosed()) {
      item = poll(SLICE);
    }
    return item;
  }

  /** Whether all producers have ended and everything that they sent was handed out. */
  public boolean isEnded() {
    return inbox.isEnded();
  }

  /** The items to come, until the stream ends or the consumer is closed. */
  @Override
  public Iterator<StreamItem<T>> iterator() {
    return new Items();
  }

  /** The proxies to come, without what is said of them. */
  public Iterable<Proxy<T>> proxies() {
    return () -> mapped(StreamItem::proxy);
  }

  /** The objects to come; each is fetched when it is asked for. */
  public Iterable<T> objects() {
    return () -> mapped(StreamItem::object);
  }

  /** The items to come, as a stream that ends with theirs; not for parallel use. */
  public Stream<StreamItem<T>> stream() {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  private <R> Iterator<R> mapped(Function<StreamItem<T>, R> part) {
    Iterator<StreamItem<T>> items = iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return items.hasNext();
      }

      @Override
      public R next() {
        return part.apply(items.next());
      }
    };
  }

  /** Acknowledges all that was handed out but the last item, without asking for more. */
  public void acknowledge() {
    inbox.acknowledge();
  }

  /** How many events were found that could not be read, and left out. */
  public long badEvents() {
    return events.badCount();
  }

  /** How many events were left out because they had come before. */
  public long repeats() {
    return events.repeatCount();
  }

  /** Ends the consumer, also while another thread waits for an item. May be called twice. */
  @Override
  public void close() {
    try {
      inbox.close();
    } finally {
      if (ownsBroker) {
        broker.close();
      }
    }
  }

  private final class Items implements Iterator<StreamItem<T>> {
    private @Nullable StreamItem<T> fetched;

    @Override
    public boolean hasNext() {
      if (fetched == null) {
        fetched = await().orElse(null);
      }
      return fetched != null;
    }

    @Override
    public StreamItem<T> next() {
      if (!hasNext()) {
        throw new NoSuchElementException("The stream has ended or was closed.");
      }
      StreamItem<T> item = fetched;
      fetched = null;
      return requireNonNull(item);
    }
  }
}
