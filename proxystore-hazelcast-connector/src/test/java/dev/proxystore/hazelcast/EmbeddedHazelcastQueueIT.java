package dev.proxystore.hazelcast;

import dev.proxystore.hazelcast.testing.HazelcastMember;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Brokers;
import dev.proxystore.stream.event.PubSubContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class EmbeddedHazelcastQueueIT extends PubSubContract {
  private static HazelcastMember member;

  @BeforeAll
  static void startMember() {
    member = HazelcastMember.start();
  }

  @AfterAll
  static void stopMember() {
    member.close();
  }

  @Override
  protected Broker open() {
    return Brokers.open(member.embeddedStore("contract") + "&broker=queue");
  }

  @Override
  protected boolean dropsRepeats() {
    return true;
  }
}
