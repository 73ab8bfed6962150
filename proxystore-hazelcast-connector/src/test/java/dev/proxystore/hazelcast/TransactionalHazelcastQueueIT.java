package dev.proxystore.hazelcast;

import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.hazelcast.testing.HazelcastMember;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Brokers;
import dev.proxystore.stream.event.PubSubContract;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class TransactionalHazelcastQueueIT extends PubSubContract {
  private static final ConnectorOptions OPTIONS =
      ConnectorOptions.of(Map.of("transactional", "true"));
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
    return Brokers.open(StoreAddress.parse(member.store("contract") + "&broker=queue"), OPTIONS);
  }

  @Override
  protected boolean dropsRepeats() {
    return true;
  }
}
