package dev.proxystore.hazelcast;

import com.hazelcast.config.MapConfig;
import com.hazelcast.config.QueueConfig;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Delivery;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.Subscriber;
import dev.proxystore.stream.event.Subscription;

/**
 * Queues of Hazelcast: each event goes to one of the subscribers, in order, and waits in the
 * cluster until one takes it. All subscribers are one group, whatever group they name.
 *
 * <p>What it promises:
 *
 * <ul>
 *   <li>An event that was published waits for as long as one member of those that hold the queue
 *       lives: one and its backups.
 *   <li>A batch that was published and is published again is dropped, by the last number of its
 *       producer, which a map keeps. That number is written after the events have entered the
 *       queue: if the publisher or its connection is lost in between, a repeat enters the queue
 *       again. With {@code transactional=true} both are done or neither, in a two-phase transaction
 *       that takes ten times as long and more.
 *   <li>An event that was polled is gone from the cluster. If its consumer dies before it has used
 *       it, or the connection dies while events are on their way to it, these are lost: nothing
 *       acknowledges them, and nothing hands them out again.
 *   <li>An end is in a map, and each subscriber gets it once when it finds the queue empty, also
 *       one that comes later. Ends and numbers are forgotten when nobody has used them for the time
 *       of the option {@code retention}.
 *   <li>Without a capacity a queue takes all that the members' memory holds; a full one lets
 *       publishers wait and then fail.
 * </ul>
 */
final class QueueBroker implements Broker {
  private final BrokerLink link;

  QueueBroker(BrokerLink link) {
    this.link = link;
    HazelcastBrokerOptions options = link.options();
    String all = link.address().own("*");
    int most = options.capacity().orElse(QueueConfig.DEFAULT_MAX_SIZE);
    int backups = options.backupCount();
    link.configure(
        config ->
            config.addQueueConfig(new QueueConfig(all).setMaxSize(most).setBackupCount(backups)));
    link.configure(config -> config.addMapConfig(new MapConfig(all).setBackupCount(backups)));
  }

  @Override
  public StoreAddress address() {
    return link.address().given();
  }

  @Override
  public Delivery delivery() {
    return Delivery.QUEUE;
  }

  @Override
  public Publisher publisher() {
    return new QueuePublisher(
        link, link.options().transactional() ? new InTransaction(link) : new InTwoSteps(link));
  }

  @Override
  public Subscriber subscriber(Subscription subscription) {
    return new QueueSubscriber(link, subscription.topic());
  }

  @Override
  public void close() {
    link.close();
  }
}
