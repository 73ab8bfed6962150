package dev.proxystore.hazelcast;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.client.config.ClientConnectionStrategyConfig;
import com.hazelcast.config.ListenerConfig;
import com.hazelcast.core.HazelcastInstance;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.hazelcast.FirstConnection.Outcome;
import dev.proxystore.hazelcast.Listeners.Found;
import dev.proxystore.hazelcast.Listeners.Kind;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * Opens clients of a cluster. The first connection is awaited up to the timeout; a connection that
 * is lost later is sought again for as long as the client is open.
 */
final class HazelcastClients {
  private static final int FIRST_PAUSE_MILLIS = 100;
  private static final int LONGEST_PAUSE_MILLIS = 1000;

  private HazelcastClients() {}

  static HazelcastInstance open(HazelcastAddress address, HazelcastOptions options) {
    try {
      long start = System.nanoTime();
      List<Found> members = FirstMember.await(address, options.timeout());
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
      HazelcastAddress address, List<Found> members, HazelcastOptions options, Duration patience)
      throws InterruptedException {
    List<String> addresses = members.stream().map(Found::address).toList();
    FirstConnection first = new FirstConnection(refusals(members));
    HazelcastInstance client =
        HazelcastClient.newHazelcastClient(config(address, addresses, options, first));
    Outcome outcome = Outcome.NONE;
    try {
      outcome = first.await(patience);
    } finally {
      if (outcome != Outcome.CONNECTED) {
        client.shutdown();
      }
    }
    return switch (outcome) {
      case CONNECTED -> client;
      case REFUSED -> throw FirstMember.refused(address, addresses.get(0));
      case NONE -> throw FirstMember.silent(address, options.timeout(), addresses.get(0));
    };
  }

  /** After how many refusals nothing is to be hoped for: a member that is away may come back. */
  private static int refusals(List<Found> members) {
    return members.stream().allMatch(each -> each.kind() == Kind.MEMBER)
        ? members.size()
        : Integer.MAX_VALUE;
  }

  static ClientConfig config(
      HazelcastAddress address,
      List<String> members,
      HazelcastOptions options,
      FirstConnection first) {
    ClientConfig config = new ClientConfig();
    ReadClasses.refuseAll(config.getSerializationConfig());
    config.setClusterName(address.clusterName());
    config.setClassLoader(HazelcastClients.class.getClassLoader());
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.addListenerConfig(new ListenerConfig(first));
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

  static InetSocketAddress socketAddress(String member) {
    int colon = member.lastIndexOf(':');
    return new InetSocketAddress(
        member.substring(0, colon), Integer.parseInt(member.substring(colon + 1)));
  }
}
