package dev.proxystore.hazelcast;

import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.hazelcast.testing.HazelcastMember;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Brokers;
import dev.proxystore.stream.event.PubSubContract;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;

final class TransactionalHazelcastQueueIT extends PubSubContract {
  private static final ConnectorOptions OPTIONS =
      ConnectorOptions.of(Map.of("transactional", "true"));
  @AutoClose private static final HazelcastMember member = HazelcastMember.start();

  @Override
  protected Broker open() {
    return Brokers.open(StoreAddress.parse(member.store("contract") + "&broker=queue"), OPTIONS);
  }

  @Override
  protected boolean dropsRepeats() {
    return true;
  }
}
