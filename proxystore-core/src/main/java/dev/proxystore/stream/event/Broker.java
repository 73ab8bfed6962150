package dev.proxystore.stream.event;

import dev.proxystore.connector.StoreAddress;

/**
 * Carries events between processes, as frames of some hundred bytes. Found by the scheme of its
 * address, as connectors are; the last segment of the address is a name that keeps the topics of
 * one application apart from those of others, and the parameter {@code broker} says which of the
 * system's means is used.
 *
 * <p>Safe for use by several threads. {@code PubSubContract} in the test-jar of the core checks
 * what is promised here.
 */
public interface Broker extends AutoCloseable {
  /** The parameter of an address that chooses among the brokers of one system. */
  String KIND = "broker";

  /** The address that opens this broker anew, here or in another process. */
  StoreAddress address();

  /** Who gets the events of a topic. */
  Delivery delivery();

  /** How many partitions a topic has; more than one only for replayable brokers. */
  default int partitions() {
    return 1;
  }

  /** A new publisher, for any topics. */
  Publisher publisher();

  /** A new subscriber of one topic. */
  Subscriber subscriber(Subscription subscription);

  /** Ends the connections of all publishers and subscribers. May be called twice. */
  @Override
  void close();
}
