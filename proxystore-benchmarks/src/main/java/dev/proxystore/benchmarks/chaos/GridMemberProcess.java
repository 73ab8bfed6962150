package dev.proxystore.benchmarks.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Hazelcast member on loopback. It answers questions that it reads from standard input, a line
 * each, and ends with that.
 */
final class GridMemberProcess {
  private static final String LOOPBACK = "127.0.0.1";

  private GridMemberProcess() {}

  /** Arguments: the name of the cluster, and the ports of all members, the own one first. */
  public static void main(String[] arguments) throws Exception {
    List<Integer> ports = Stream.of(arguments[1].split(",", -1)).map(Integer::valueOf).toList();
    HazelcastInstance member = Hazelcast.newHazelcastInstance(config(arguments[0], ports));
    System.out.println("ready");
    BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = questions.readLine(); line != null; line = questions.readLine()) {
      System.out.println(answer(line, member));
    }
    Runtime.getRuntime().halt(0);
  }

  private static long answer(String question, HazelcastInstance member) {
    return switch (question) {
      case "safe" ->
          member.getPartitionService().isClusterSafe()
              ? member.getCluster().getMembers().size()
              : 0;
      case "entries" ->
          member.getDistributedObjects().stream()
              .filter(IMap.class::isInstance)
              .mapToLong(map -> ((IMap<?, ?>) map).size())
              .sum();
      default -> throw new IllegalArgumentException("Nobody answers '" + question + "'.");
    };
  }

  private static Config config(String cluster, List<Integer> ports) {
    Config config = new Config().setClusterName(cluster);
    config
        .getSerializationConfig()
        .setJavaSerializationFilterConfig(new JavaSerializationFilterConfig());
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    NetworkConfig network = config.getNetworkConfig();
    network.setPort(ports.get(0)).setPortAutoIncrement(false);
    network.getInterfaces().setEnabled(true).addInterface(LOOPBACK);
    network.getJoin().getAutoDetectionConfig().setEnabled(false);
    network.getJoin().getMulticastConfig().setEnabled(false);
    network.getJoin().getTcpIpConfig().setEnabled(true);
    ports.forEach(port -> network.getJoin().getTcpIpConfig().addMember(LOOPBACK + ":" + port));
    return config;
  }
}
