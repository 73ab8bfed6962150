package dev.proxystore.hazelcast;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.hazelcast.Listeners.Found;
import dev.proxystore.hazelcast.Listeners.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;

/**
 * Starts members: quiet, calling nobody, listening at one address only. That is a free port on
 * loopback, or one of the members that the address lists.
 */
final class MemberStart {
  /** How long a member that leaves waits for others to take over what it holds. */
  private static final int LEAVE_SECONDS = 30;

  /** How long a member tries to join those that are listed, if one listens and says nothing. */
  private static final int JOIN_SECONDS = 30;

  private MemberStart() {}

  /** The name of the instance that is started for an address. */
  static String name(HazelcastAddress address) {
    return "proxystore-" + address.clusterName() + address.members();
  }

  static HazelcastInstance start(HazelcastAddress address, HazelcastOptions options) {
    refuseStrangers(address, options);
    String problem = "none of its members is an address of this machine";
    RuntimeException cause = null;
    for (InetSocketAddress each : candidates(address)) {
      try {
        return Hazelcast.newHazelcastInstance(config(address, options, each));
      } catch (HazelcastException | IllegalStateException e) {
        // The port is taken, or what listens at another of them does not let it join.
        problem = "no member could be started at " + each + " (" + e.getMessage() + ")";
        cause = e;
      }
    }
    throw new ConnectorException(
        address.store(),
        "cannot be opened: "
            + problem
            + ". List one more member, or connect as a client with hazelcast://….",
        cause);
  }

  /** A member would wait for those who listen and are none, up to {@link #JOIN_SECONDS}. */
  private static void refuseStrangers(HazelcastAddress address, HazelcastOptions options) {
    try {
      for (Found each : Listeners.ask(address.members(), options.timeout())) {
        if (each.kind() == Kind.FOREIGN || each.kind() == Kind.SILENT) {
          throw new ConnectorException(
              address.store(),
              "cannot be opened: what listens at %s does not answer as a member of Hazelcast does. List only addresses of members."
                  .formatted(each.address()),
              null);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectorException(
          address.store(), "cannot be opened: the thread was interrupted.", e);
    }
  }

  /** Where the member may listen: on loopback, or as one of those listed. */
  private static List<InetSocketAddress> candidates(HazelcastAddress address) {
    return address.members().isEmpty()
        ? List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        : address.members().stream()
            .map(HazelcastClients::socketAddress)
            .filter(MemberStart::isLocal)
            .toList();
  }

  private static boolean isLocal(InetSocketAddress member) {
    try {
      return member.getAddress() != null
          && NetworkInterface.getByInetAddress(member.getAddress()) != null;
    } catch (IOException e) {
      return false;
    }
  }

  private static Config config(
      HazelcastAddress address, HazelcastOptions options, InetSocketAddress listen) {
    Config config = new Config(name(address));
    config.setClusterName(address.clusterName());
    ReadClasses.refuseAllButErrors(config.getSerializationConfig());
    config.setClassLoader(MemberStart.class.getClassLoader());
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.graceful.shutdown.max.wait", String.valueOf(LEAVE_SECONDS));
    config.setProperty("hazelcast.max.join.seconds", String.valueOf(JOIN_SECONDS));
    config.setProperty(
        "hazelcast.operation.call.timeout.millis", String.valueOf(options.timeout().toMillis()));
    NetworkConfig network = config.getNetworkConfig();
    network.setPort(listen.getPort()).setPortAutoIncrement(false);
    network.getInterfaces().setEnabled(true).addInterface(listen.getAddress().getHostAddress());
    join(network.getJoin(), address.members());
    return config;
  }

  private static void join(JoinConfig join, List<String> members) {
    join.getMulticastConfig().setEnabled(false);
    join.getAutoDetectionConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).setMembers(members);
  }
}
