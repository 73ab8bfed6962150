package dev.proxystore.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.proxystore.stream.event.Delivery;
import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.ReplayableBroker;
import dev.proxystore.stream.event.Subscriber;
import dev.proxystore.stream.event.Subscription;
import dev.proxystore.stream.event.Topics;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Redis Streams, one for each partition of a topic. A position is the id of an entry.
 *
 * <p>A subscriber without a group reads all, from any position that is retained. The consumers of a
 * group share what they read: each event goes to one of them and stays pending with it until it is
 * acknowledged; a consumer that comes back under its name gets what is pending first, and others
 * take it over when it has not polled for {@link RedisBrokerOptions#claimAfter()}. So an event of a
 * group arrives at least once.
 *
 * <p>Nothing that was published is lost as long as the server keeps its data, which over a crash is
 * a matter of its configuration: with {@code appendonly yes} and {@code appendfsync always} it
 * does.
 */
final class StreamBroker extends RedisBroker implements ReplayableBroker {
  private static final int PAGE = 10_000;
  private static final String TO_THE_END = "+";

  private final int partitions;
  private final String retain;

  StreamBroker(BrokerServers servers, RedisBrokerAddress address) {
    super(servers);
    this.partitions = address.partitions();
    this.retain = Long.toString(address.retain());
  }

  @Override
  public Delivery delivery() {
    return Delivery.REPLAYABLE;
  }

  @Override
  public int partitions() {
    return partitions;
  }

  @Override
  public Publisher publisher() {
    return new RedisPublisher(this::publish, this::publishEnd);
  }

  private void publish(String topic, EventBatch batch) {
    TopicKeys keys = keys(topic, batch.partition(partitions));
    List<byte[]> used =
        List.of(keys.events(), keys.producer(batch.producer()), keys.trimmed(), keys.lost());
    StreamScripts.PUBLISH.run(servers(), topic, used, batch, retain);
  }

  private void publishEnd(String topic, EventBatch end) {
    for (int partition = 0; partition < partitions; partition++) {
      TopicKeys keys = keys(topic, partition);
      List<byte[]> used = List.of(keys.events(), keys.producer(end.producer()), keys.ends());
      StreamScripts.PUBLISH_END.run(servers(), topic, used, end, "");
    }
  }

  @Override
  public Subscriber subscriber(Subscription subscription) {
    StreamPartitions read = StreamPartitions.of(this, subscription);
    return servers()
        .closeWithBroker(
            subscription.group().isPresent()
                ? new GroupReader(servers(), read, subscription)
                : new StreamReader(servers(), read));
  }

  TopicKeys keys(String topic, int partition) {
    return TopicKeys.partition(name(), topic, partition);
  }

  @Override
  public String earliest(String topic, int partition) {
    return bound(topic, partition, 0);
  }

  @Override
  public String latest(String topic, int partition) {
    return bound(topic, partition, 1);
  }

  private String bound(String topic, int partition, int which) {
    return Replies.text(
        Replies.list(ask("find the ends of", StreamScripts.BOUNDS, topic, partition)).get(which));
  }

  @Override
  public String at(String topic, int partition, Instant time) {
    StreamPosition earliest = StreamPosition.parse(earliest(topic, partition));
    StreamPosition before = StreamPosition.before(time);
    return (before.compareTo(earliest) < 0 ? earliest : before).toString();
  }

  /** Counts page by page, unless the position is the earliest. */
  @Override
  public long pending(String topic, int partition, String position) {
    String from = StreamPosition.parse(position).toString();
    long count = 0;
    while (!from.equals(TO_THE_END)) {
      List<Object> page =
          Replies.list(
              ask("count", StreamScripts.COUNT, topic, partition, from, Integer.toString(PAGE)));
      count += Replies.number(page.get(0));
      from = Replies.text(page.get(1));
    }
    return count;
  }

  @Override
  public void trim(String topic, int partition, String position) {
    ask("trim", StreamScripts.TRIM, topic, partition, StreamPosition.parse(position).toString());
  }

  private @Nullable Object ask(
      String verb, Script script, String topic, int partition, String... arguments) {
    TopicKeys keys = keys(Topics.requireName(topic), partition);
    return servers()
        .run(
            "cannot " + verb + " the topic " + topic,
            script,
            List.of(keys.events(), keys.trimmed(), keys.lost()),
            List.of(arguments).stream().map(each -> each.getBytes(UTF_8)).toList());
  }
}
