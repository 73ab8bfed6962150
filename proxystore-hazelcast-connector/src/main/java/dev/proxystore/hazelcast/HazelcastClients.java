package dev.proxystore.hazelcast;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.client.config.ClientConnectionStrategyConfig;
import com.hazelcast.config.ListenerConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleListener;
import dev.proxystore.connector.ConnectorException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Opens clients of a cluster. The first connection is awaited up to the timeout; a connection that
 * is lost later is sought again for as long as the client is open.
 */
final class HazelcastClients {
  private static final int FIRST_PAUSE_MILLIS = 100;
  private static final int LONGEST_PAUSE_MILLIS = 1000;
  private static final int PROBE_MILLIS = 1000;

  private HazelcastClients() {}

  static HazelcastInstance open(HazelcastAddress address, HazelcastOptions options) {
    CountDownLatch connected = new CountDownLatch(1);
    HazelcastInstance client =
        HazelcastClient.newHazelcastClient(config(address, options, connected));
    try {
      if (connected.await(options.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        return client;
      }
      client.shutdown();
      throw unreachable(address, options.timeout());
    } catch (InterruptedException e) {
      client.shutdown();
      Thread.currentThread().interrupt();
      throw new ConnectorException(
          address.store(), "cannot be opened: the thread was interrupted.", e);
    }
  }

  private static ClientConfig config(
      HazelcastAddress address, HazelcastOptions options, CountDownLatch connected) {
    ClientConfig config = new ClientConfig();
    config.setClusterName(address.clusterName());
    config.setClassLoader(HazelcastClients.class.getClassLoader());
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.addListenerConfig(new ListenerConfig(onConnected(connected)));
    config.getNetworkConfig().setAddresses(address.members()).setRedoOperation(true);
    config.getNetworkConfig().getAutoDetectionConfig().setEnabled(false);
    keepTrying(config.getConnectionStrategyConfig());
    bound(config, options.timeout());
    logIn(config, address, options);
    return config;
  }

  private static LifecycleListener onConnected(CountDownLatch connected) {
    return event -> {
      if (event.getState() == LifecycleEvent.LifecycleState.CLIENT_CONNECTED) {
        connected.countDown();
      }
    };
  }

  /** A client that starts in the background never gives up, neither now nor after a break. */
  private static void keepTrying(ClientConnectionStrategyConfig strategy) {
    strategy.setAsyncStart(true);
    strategy
        .getConnectionRetryConfig()
        .setInitialBackoffMillis(FIRST_PAUSE_MILLIS)
        .setMaxBackoffMillis(LONGEST_PAUSE_MILLIS);
  }

  private static void bound(ClientConfig config, Duration timeout) {
    long millis = timeout.toMillis();
    long seconds = Math.max(1, timeout.toSeconds());
    config.getNetworkConfig().setConnectionTimeout((int) Math.min(millis, Integer.MAX_VALUE));
    config.setProperty("hazelcast.client.invocation.timeout.seconds", String.valueOf(seconds));
    config.setProperty("hazelcast.client.heartbeat.timeout", String.valueOf(millis));
    config.setProperty("hazelcast.client.heartbeat.interval", String.valueOf(millis / 4 + 1));
  }

  private static void logIn(
      ClientConfig config, HazelcastAddress address, HazelcastOptions options) {
    options
        .given()
        .credentials()
        .credentials(address.store())
        .ifPresent(
            who ->
                config
                    .getSecurityConfig()
                    .setUsernamePasswordIdentityConfig(who.username().orElse(""), who.password()));
  }

  private static ConnectorException unreachable(HazelcastAddress address, Duration timeout) {
    return new ConnectorException(
        address.store(),
        "cannot be opened: no connection within %d ms, %s."
            .formatted(timeout.toMillis(), diagnose(address)),
        null);
  }

  /** Hazelcast only says that there is no connection, so this looks who listens. */
  private static String diagnose(HazelcastAddress address) {
    String problem = "";
    for (String member : address.members()) {
      try (Socket socket = new Socket()) {
        socket.connect(socketAddress(member), PROBE_MILLIS / address.members().size());
        return "though something listens at %s: it is no member of the cluster '%s', refuses the credentials (the open-source edition refuses any), or hangs"
            .formatted(member, address.clusterName());
      } catch (IOException e) {
        problem = "and nothing listens at " + member + " (" + e.getMessage() + ")";
      }
    }
    return problem;
  }

  static InetSocketAddress socketAddress(String member) {
    int colon = member.lastIndexOf(':');
    return new InetSocketAddress(
        member.substring(0, colon), Integer.parseInt(member.substring(colon + 1)));
  }
}
