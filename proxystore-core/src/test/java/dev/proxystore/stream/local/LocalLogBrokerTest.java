package dev.proxystore.stream.local;

import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Brokers;
import dev.proxystore.stream.event.PubSubContract;

final class LocalLogBrokerTest extends PubSubContract {
  @Override
  protected Broker open() {
    return Brokers.open("local:log-broker-test?broker=log");
  }

  @Override
  protected boolean dropsRepeats() {
    return true;
  }
}
