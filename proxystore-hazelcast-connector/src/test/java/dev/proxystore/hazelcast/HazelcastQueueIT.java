package dev.proxystore.hazelcast;

import dev.proxystore.hazelcast.testing.HazelcastMember;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Brokers;
import dev.proxystore.stream.event.PubSubContract;
import org.junit.jupiter.api.AutoClose;

final class HazelcastQueueIT extends PubSubContract {
  @AutoClose private static final HazelcastMember member = HazelcastMember.start();

  @Override
  protected Broker open() {
    return Brokers.open(member.store("contract") + "&broker=queue");
  }

  @Override
  protected boolean dropsRepeats() {
    return true;
  }
}
