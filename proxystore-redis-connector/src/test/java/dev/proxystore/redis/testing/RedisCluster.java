package dev.proxystore.redis.testing;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;

/** A cluster of three servers that share the slots; none has a replica. Used by one thread. */
public final class RedisCluster implements AutoCloseable {
  private static final int NODES = 3;
  private static final int SLOTS = 16384;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<RedisServer> nodes = new ArrayList<>();

  private RedisCluster() {}

  /** Starts the servers and waits until they agree. */
  public static RedisCluster start() {
    RedisCluster cluster = new RedisCluster();
    try {
      for (int i = 0; i < NODES; i++) {
        cluster.nodes.add(RedisServer.builder().clusterNode().start());
      }
      cluster.join();
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private void join() {
    for (int i = 0; i < NODES; i++) {
      int first = SLOTS * i / NODES;
      int last = SLOTS * (i + 1) / NODES - 1;
      try (Jedis node = new Jedis(RedisServer.HOST, nodes.get(i).port())) {
        node.clusterAddSlotsRange(first, last);
        nodes.forEach(other -> meet(node, other));
      }
    }
    nodes.forEach(node -> await().atMost(PATIENCE).until(() -> isReady(node)));
  }

  private static void meet(Jedis node, RedisServer other) {
    node.sendCommand(
        Protocol.Command.CLUSTER,
        "MEET",
        RedisServer.HOST,
        String.valueOf(other.port()),
        String.valueOf(other.clusterPort()));
  }

  private static boolean isReady(RedisServer server) {
    try (Jedis node = new Jedis(RedisServer.HOST, server.port())) {
      String info = node.clusterInfo();
      return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + NODES);
    }
  }

  public List<RedisServer> nodes() {
    return List.copyOf(nodes);
  }

  /** {@code host:port,host:port,…} of all nodes, as addresses hold it. */
  public String hostsAndPorts() {
    return nodes.stream().map(RedisServer::hostAndPort).collect(Collectors.joining(","));
  }

  @Override
  public void close() {
    nodes.forEach(RedisServer::close);
  }
}
