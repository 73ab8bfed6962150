package dev.proxystore.examples.demo;

import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.OutOfMemoryHandler;
import dev.proxystore.store.StoreConfig;

/**
 * A Hazelcast member in this process, on loopback. A job in this process uses it directly, one in
 * other processes as a client.
 */
record HazelcastDemoStore(HazelcastInstance member, StoreConfig config, boolean jobRunsHere)
    implements DemoStore {
  private static final String MAP = "demo";
  private static final String LOOPBACK = "127.0.0.1";

  static DemoStore start(boolean jobRunsHere) {
    String name = "proxystore-demo-" + ProcessHandle.current().pid();
    Hazelcast.setOutOfMemoryHandler(new EndWithoutMemory());
    HazelcastInstance member = Hazelcast.newHazelcastInstance(memberConfig(name));
    int port = member.getCluster().getLocalMember().getAddress().getPort();
    String address =
        jobRunsHere
            ? "hazelcast:embedded/%s?instance=%s".formatted(MAP, name)
            : "hazelcast://%s:%d/%s?cluster=%s".formatted(LOOPBACK, port, MAP, name);
    return new HazelcastDemoStore(member, DemoStore.uncachedAndPatient(address), jobRunsHere);
  }

  private static Config memberConfig(String name) {
    Config config = new Config(name).setClusterName(name);
    // Builds nothing but classes of the JDK and of Hazelcast from what others put into its maps.
    config
        .getSerializationConfig()
        .setJavaSerializationFilterConfig(new JavaSerializationFilterConfig());
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    NetworkConfig network = config.getNetworkConfig();
    network.getInterfaces().setEnabled(true).addInterface(LOOPBACK);
    network.getJoin().getAutoDetectionConfig().setEnabled(false);
    network.getJoin().getMulticastConfig().setEnabled(false);
    return config;
  }

  @Override
  public MemoryBudget budget(int processes) {
    return jobRunsHere
        ? MemoryBudget.storeInHeap()
        : MemoryBudget.storeInHeapOfThisProcess(processes);
  }

  @Override
  public long objectsLeft() {
    return member.getMap(MAP).size();
  }

  @Override
  public void close() {
    member.shutdown();
  }

  /** A member that has no memory left answers nobody, and would be waited for. */
  private static final class EndWithoutMemory extends OutOfMemoryHandler {
    @Override
    public void onOutOfMemory(OutOfMemoryError error, HazelcastInstance[] members) {
      Exit.because(error);
    }
  }
}
