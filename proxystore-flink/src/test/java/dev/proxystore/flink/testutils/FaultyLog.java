package dev.proxystore.flink.testutils;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.BrokerException;
import dev.proxystore.stream.event.Brokers;
import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.Publisher;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * What a server is to other brokers: a log that cannot tell repeats, and fails when it is told to.
 */
public final class FaultyLog implements AutoCloseable {
  private static final ConcurrentHashMap<String, FaultyLog> RUNNING = new ConcurrentHashMap<>();
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static final int PARTITIONS = 2;

  /** What goes wrong when events are published. */
  public enum Fault {
    /** The client's task dies before the events are there. */
    CRASH_BEFORE,
    /** The client's task dies when they are. */
    CRASH_AFTER,
    /** The broker does not answer, and the events are not there. */
    AWAY
  }

  private final StoreAddress address;
  private final Broker broker;
  private final AtomicInteger faultsLeft = new AtomicInteger();
  private volatile Fault fault = Fault.AWAY;

  private FaultyLog(String name) {
    address = StoreAddress.parse("faulty:" + name);
    broker = Brokers.open("local:" + name + "?broker=log&partitions=" + PARTITIONS);
  }

  /** An empty one, with a name of its own. */
  public static FaultyLog start() {
    FaultyLog log = new FaultyLog("log-" + NEXT.incrementAndGet());
    RUNNING.put(log.address.name(), log);
    return log;
  }

  static FaultyLog at(StoreAddress address) {
    return Optional.ofNullable(RUNNING.get(address.name()))
        .orElseThrow(() -> new BrokerException(address, "is not running.", null));
  }

  public String address() {
    return address.toString();
  }

  /** To read from it. */
  public Broker broker() {
    return broker;
  }

  /** The next so many batches meet this. */
  public void fail(Fault with, int times) {
    fault = with;
    faultsLeft.set(times);
  }

  /** Whether all that was to go wrong has. */
  public boolean hasFailed() {
    return faultsLeft.get() <= 0;
  }

  /** The broker behind drops repeats of a producer; from one of its own it takes them. */
  void publish(Publisher publisher, String topic, EventBatch events) {
    Optional<Fault> now =
        faultsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0
            ? Optional.of(fault)
            : Optional.empty();
    if (now.equals(Optional.of(Fault.AWAY))) {
      throw new BrokerException(address, "was told to be away.", null);
    }
    if (now.equals(Optional.of(Fault.CRASH_BEFORE))) {
      throw new IllegalStateException("dies before, as it was told to");
    }
    publisher.publish(topic, unknown(events));
    if (now.equals(Optional.of(Fault.CRASH_AFTER))) {
      throw new IllegalStateException("dies after, as it was told to");
    }
  }

  /** The same events, in the same partition, of a producer that the broker does not know. */
  private static EventBatch unknown(EventBatch events) {
    return Stream.generate(UUID::randomUUID)
        .map(each -> new EventBatch(each, events.firstSequence(), events.frames()))
        .filter(each -> each.partition(PARTITIONS) == events.partition(PARTITIONS))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    RUNNING.remove(address.name());
    broker.close();
  }
}
