package dev.proxystore.hazelcast;

import com.hazelcast.config.RingbufferConfig;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.stream.event.Delivery;
import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.ReplayableBroker;
import dev.proxystore.stream.event.Subscriber;
import dev.proxystore.stream.event.Subscription;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs in Ringbuffers of Hazelcast, which is what its Reliable Topic is made of, one for each
 * partition of a topic. Every subscriber reads all, from any event that is retained, as often as it
 * likes; groups are not known.
 *
 * <p>What it promises:
 *
 * <ul>
 *   <li>An event that was published is there, in order, until it is overwritten, for as long as one
 *       member of those that hold it lives: one and its backups. A reader that goes on behind a
 *       position never skips an event in silence: what is gone is a {@code PositionGoneException},
 *       whether it was overwritten, trimmed or lost with its members.
 *   <li>A reader may see an event before the backups have it. If its member dies at that moment,
 *       the reader goes back some thousand events, and repeats come.
 *   <li>Repeats are not dropped: a batch that is published again after a failure, by the caller or
 *       by Hazelcast itself, may lie there twice. Consumers drop the repeats by producer and
 *       number.
 *   <li>A ring that is full makes publishers wait for somebody to trim it, and then fail ({@code
 *       overflow=fail}, the default), or overwrites what is oldest ({@code overflow=overwrite}).
 *       Hazelcast itself knows only the second: with the first an eighth of the ring stays free as
 *       a margin, enough for 32 publishers that write to a partition at the same moment, and with
 *       more of them an event may be overwritten before it is trimmed.
 *   <li>Trimming frees no memory, as a ring holds its events until others take their places. It
 *       lets others take them, and refuses readers that begin behind an earlier position. A reader
 *       that is under way goes on as long as the events are there.
 *   <li>Times are those of publishing, by the clock of the cluster; where publishers overtake each
 *       other, {@code at} is as exact as they are close.
 * </ul>
 *
 * <p>A subscriber that is closed while it waits leaves a request in the cluster, which goes with
 * the next event or with the connection.
 */
final class RingbufferBroker implements ReplayableBroker {
  /** Begins the names of the rings with the marks of births. */
  static final String BIRTH = "birth:";

  private static final Logger LOG = LoggerFactory.getLogger(RingbufferBroker.class);
  private static final int BIRTHS = 100;

  private record Place(String topic, int partition) {}

  private final BrokerLink link;
  private final ConcurrentHashMap<Place, Ring> rings = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Place, RingWriter> writers = new ConcurrentHashMap<>();

  RingbufferBroker(BrokerLink link) {
    this.link = link;
    HazelcastBrokerOptions options = link.options();
    String all = link.address().own("*");
    int capacity = options.capacity().orElse(HazelcastBrokerOptions.DEFAULT_CAPACITY);
    configure(all, capacity);
    configure(BIRTH + all, BIRTHS);
  }

  private void configure(String names, int capacity) {
    int backups = link.options().backupCount();
    link.configure(
        config ->
            config.addRingBufferConfig(
                new RingbufferConfig(names).setCapacity(capacity).setBackupCount(backups)));
  }

  @Override
  public StoreAddress address() {
    return link.address().given();
  }

  @Override
  public Delivery delivery() {
    return Delivery.REPLAYABLE;
  }

  @Override
  public int partitions() {
    return link.address().partitions();
  }

  private Ring ring(String topic, int partition) {
    if (partition < 0 || partition >= partitions()) {
      throw new IllegalArgumentException(
          "The broker %s has no partition %d, expected 0 to %d."
              .formatted(address(), partition, partitions() - 1));
    }
    return rings.computeIfAbsent(
        new Place(topic, partition), place -> new Ring(link, topic, partition));
  }

  private RingWriter writer(String topic, int partition) {
    return writers.computeIfAbsent(
        new Place(topic, partition), place -> newWriter(ring(topic, partition)));
  }

  private RingWriter newWriter(Ring ring) {
    long capacity = ring.capacity();
    link.options()
        .capacity()
        .ifPresent(
            wanted -> {
              if (wanted != capacity) {
                LOG.warn(
                    "The broker {} was asked for rings of {} events, but {} has {} by the"
                        + " configuration of the cluster, which stays.",
                    address(),
                    wanted,
                    ring,
                    capacity);
              }
            });
    return new RingWriter(link, ring, capacity);
  }

  @Override
  public Publisher publisher() {
    return new Publisher() {
      @Override
      public void publish(String topic, EventBatch events) {
        writer(topic, events.partition(partitions())).append(events.frames());
      }

      @Override
      public void publishEnd(String topic, EventBatch end) {
        for (int partition = 0; partition < partitions(); partition++) {
          writer(topic, partition).append(end.frames());
        }
      }

      @Override
      public void close() {
        // holds nothing
      }
    };
  }

  @Override
  public Subscriber subscriber(Subscription subscription) {
    if (subscription.group().isPresent()) {
      throw new IllegalArgumentException(
          "The broker %s knows no groups, and was asked for '%s': each subscriber of a ring reads all. Leave out the group, give consumers partitions of their own, or use broker=queue."
              .formatted(address(), subscription.group().orElseThrow()));
    }
    return new RingSubscriber(link, subscription, partitions(), this::ring);
  }

  @Override
  public String earliest(String topic, int partition) {
    return ring(topic, partition).earliest().toString();
  }

  @Override
  public String latest(String topic, int partition) {
    Ring ring = ring(topic, partition);
    return ring.at(ring.tail()).toString();
  }

  @Override
  public String at(String topic, int partition, Instant time) {
    return ring(topic, partition).before(time).toString();
  }

  @Override
  public long pending(String topic, int partition, String position) {
    return ring(topic, partition).pending(RingPosition.parse(position));
  }

  @Override
  public void trim(String topic, int partition, String position) {
    ring(topic, partition).trim(RingPosition.parse(position));
  }

  @Override
  public void close() {
    link.close();
  }
}
