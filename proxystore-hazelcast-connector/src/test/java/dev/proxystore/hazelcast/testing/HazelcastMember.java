package dev.proxystore.hazelcast.testing;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A Hazelcast member for a test, on loopback and a free port. It runs in this process, or in one of
 * its own that can be killed; that process also ends when this one does.
 *
 * <pre>{@code
 * try (HazelcastMember member = HazelcastMember.start()) {
 *   Store store = Store.open("hazelcast://" + member.address() + "/frames?cluster=" + member.cluster());
 * }
 * }</pre>
 */
public final class HazelcastMember implements AutoCloseable {
  private final String cluster;
  private final int port;
  private final Optional<HazelcastInstance> instance;
  private final Optional<MemberProcess> process;

  private HazelcastMember(String cluster, HazelcastInstance instance) {
    this.cluster = cluster;
    this.port = instance.getCluster().getLocalMember().getAddress().getPort();
    this.instance = Optional.of(instance);
    this.process = Optional.empty();
  }

  private HazelcastMember(String cluster, MemberProcess process) {
    this.cluster = cluster;
    this.port = process.port();
    this.instance = Optional.empty();
    this.process = Optional.of(process);
  }

  /** A member in this process, the first of a new cluster. */
  public static HazelcastMember start() {
    return start(new Config().setClusterName("test-" + UUID.randomUUID()), 0);
  }

  /** A member in this process that joins another one. */
  public static HazelcastMember startBeside(HazelcastMember other) {
    return start(new Config().setClusterName(other.cluster), 0, other.address());
  }

  /**
   * A member in this process that is configured so, network aside, and joins those at addresses.
   */
  public static HazelcastMember start(Config config, int port, String... others) {
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.socket.bind.any", "false");
    var network = config.getNetworkConfig().setPort(port).setPortAutoIncrement(false);
    network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    network.getJoin().getMulticastConfig().setEnabled(false);
    network.getJoin().getAutoDetectionConfig().setEnabled(false);
    network.getJoin().getTcpIpConfig().setEnabled(true).setMembers(Arrays.asList(others));
    return new HazelcastMember(config.getClusterName(), Hazelcast.newHazelcastInstance(config));
  }

  /** A member in a process of its own, the first of a new cluster. */
  public static HazelcastMember startProcess() {
    return startProcess("test-" + UUID.randomUUID(), List.of());
  }

  /** A member in a process of its own that joins another one. */
  public static HazelcastMember startProcessBeside(HazelcastMember other) {
    return startProcess(other.cluster, List.of(other.address()));
  }

  private static HazelcastMember startProcess(String cluster, List<String> others) {
    return new HazelcastMember(cluster, MemberProcess.start(cluster, others));
  }

  /** The name of its cluster, which no other test has. */
  public String cluster() {
    return cluster;
  }

  public int port() {
    return port;
  }

  /** Where clients connect to it: {@code 127.0.0.1:port}. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** The address of a store in this cluster, for a client of this member. */
  public String store(String name) {
    return "hazelcast://" + address() + "/" + name + "?cluster=" + cluster;
  }

  /** The address of a store in this cluster, for the process of this member. */
  public String embeddedStore(String name) {
    return "hazelcast:embedded/" + name + "?instance=" + instance().getName();
  }

  /** The instance of a member in this process. */
  public HazelcastInstance instance() {
    return instance.orElseThrow(
        () -> new IllegalStateException("The member at " + address() + " runs elsewhere."));
  }

  /** Ends the member at once, with no good-bye to the others: SIGKILL if it has its own process. */
  public void kill() {
    instance.ifPresent(each -> each.getLifecycleService().terminate());
    process.ifPresent(MemberProcess::kill);
  }

  /** Stops a member's process in its tracks, with its connections open. */
  public void freeze() {
    process.orElseThrow().signal("STOP");
  }

  /** Lets a frozen process run on. */
  public void thaw() {
    process.orElseThrow().signal("CONT");
  }

  /** Ends the member at once; a test that is over needs no good-bye. */
  @Override
  public void close() {
    kill();
  }
}
