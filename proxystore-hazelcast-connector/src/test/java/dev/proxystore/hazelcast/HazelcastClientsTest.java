package dev.proxystore.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.client.config.ClientConfig;
import dev.proxystore.connector.StoreAddress;
import org.junit.jupiter.api.Test;

final class HazelcastClientsTest {
  private static ClientConfig config(String store) {
    HazelcastAddress address = HazelcastAddress.parse(StoreAddress.parse(store));
    return HazelcastClients.config(
        address, address.members(), HazelcastOptions.defaults(), new FirstConnection(1));
  }

  /** Else what a member that dies had not passed on yet counts as stored 5 s later. */
  @Test
  void theMemberThatMakesAChangeAwaitsItsBackupAndAClientRepeatsWhatBreaksOff() {
    ClientConfig config = config("hazelcast://127.0.0.1:5701,127.0.0.1:5702/frames?cluster=grid");
    assertThat(config.isBackupAckToClientEnabled()).isFalse();
    assertThat(config.getNetworkConfig().isRedoOperation()).isTrue();
  }
}
