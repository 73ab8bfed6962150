package dev.proxystore.hazelcast;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.client.config.ClientConnectionStrategyConfig;
import com.hazelcast.config.ListenerConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleListener;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.Credentials;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Opens clients of a cluster. The first connection is awaited up to the timeout; a connection that
 * is lost later is sought again for as long as the client is open.
 */
final class HazelcastClients {
  private static final int FIRST_PAUSE_MILLIS = 100;
  private static final int LONGEST_PAUSE_MILLIS = 1000;

  /** Hazelcast logs a stack trace for each attempt that a member refuses. */
  private static final double LONGER_EACH_TIME = 2;

  private HazelcastClients() {}

  static HazelcastInstance open(HazelcastAddress address, HazelcastOptions options) {
    try {
      long start = System.nanoTime();
      List<String> members =
          FirstMember.await(address, options.timeout(), admission(address, options));
      Duration left = options.timeout().minusNanos(System.nanoTime() - start);
      Duration least = options.timeout().dividedBy(2);
      return connect(address, members, options, left.compareTo(least) < 0 ? least : left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectorException(
          address.store(), "cannot be opened: the thread was interrupted.", e);
    }
  }

  private static HazelcastInstance connect(
      HazelcastAddress address, List<String> members, HazelcastOptions options, Duration patience)
      throws InterruptedException {
    CountDownLatch connected = new CountDownLatch(1);
    HazelcastInstance client =
        HazelcastClient.newHazelcastClient(config(address, members, options, connected));
    boolean success = false;
    try {
      success = connected.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      if (!success) {
        client.shutdown();
      }
    }
    if (!success) {
      throw FirstMember.refused(address, options.timeout(), members.get(0));
    }
    return client;
  }

  static ClientConfig config(
      HazelcastAddress address,
      List<String> members,
      HazelcastOptions options,
      CountDownLatch connected) {
    ClientConfig config = new ClientConfig();
    ReadClasses.refuseAll(config.getSerializationConfig());
    config.setClusterName(address.clusterName());
    config.setClassLoader(HazelcastClients.class.getClassLoader());
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.addListenerConfig(new ListenerConfig(onConnected(connected)));
    config.getNetworkConfig().setAddresses(members).setRedoOperation(true);
    // A client that awaits backups itself takes a change for done after 5 s, also when the member
    // that made it has died and nobody else has it. Members know better, and clients then repeat
    // it.
    config.setBackupAckToClientEnabled(false);
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
        .setMultiplier(LONGER_EACH_TIME)
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

  private static Optional<Credentials> credentials(
      HazelcastAddress address, HazelcastOptions options) {
    return options.given().credentials().credentials(address.store());
  }

  private static Admission admission(HazelcastAddress address, HazelcastOptions options) {
    return new Admission(address.clusterName(), credentials(address, options));
  }

  private static void logIn(
      ClientConfig config, HazelcastAddress address, HazelcastOptions options) {
    credentials(address, options)
        .ifPresent(
            who ->
                config
                    .getSecurityConfig()
                    .setUsernamePasswordIdentityConfig(who.username().orElse(""), who.password()));
  }

  static InetSocketAddress socketAddress(String member) {
    int colon = member.lastIndexOf(':');
    return new InetSocketAddress(
        member.substring(0, colon), Integer.parseInt(member.substring(colon + 1)));
  }
}
