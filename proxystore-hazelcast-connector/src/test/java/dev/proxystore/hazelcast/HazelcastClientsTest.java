package dev.proxystore.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.client.config.ConnectionRetryConfig;
import dev.proxystore.connector.StoreAddress;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class HazelcastClientsTest {
  private static ClientConfig config(String store) {
    HazelcastAddress address = HazelcastAddress.parse(StoreAddress.parse(store));
    return HazelcastClients.config(
        address, address.members(), HazelcastOptions.defaults(), new CountDownLatch(1));
  }

  /** Hazelcast logs a stack trace for each attempt: with its own pauses that is 25 in 5 s. */
  @Test
  void aClientThatIsRefusedTriesAtMostTenTimesWithinTheTimeout() {
    ConnectionRetryConfig retry =
        config("hazelcast://127.0.0.1/frames")
            .getConnectionStrategyConfig()
            .getConnectionRetryConfig();
    double pause = retry.getInitialBackoffMillis();
    int attempts = 1;
    for (double at = pause; at < HazelcastOptions.DEFAULT_TIMEOUT.toMillis(); at += pause) {
      attempts++;
      pause = Math.min(pause * retry.getMultiplier(), retry.getMaxBackoffMillis());
    }
    assertThat(attempts).isLessThanOrEqualTo(10);
    assertThat(retry.getInitialBackoffMillis()).isEqualTo(100);
    assertThat(retry.getMaxBackoffMillis()).isEqualTo(1000);
  }

  /** Else what a member that dies had not passed on yet counts as stored 5 s later. */
  @Test
  void theMemberThatMakesAChangeAwaitsItsBackupAndAClientRepeatsWhatBreaksOff() {
    ClientConfig config = config("hazelcast://127.0.0.1:5701,127.0.0.1:5702/frames?cluster=grid");
    assertThat(config.isBackupAckToClientEnabled()).isFalse();
    assertThat(config.getNetworkConfig().isRedoOperation()).isTrue();
  }
}
