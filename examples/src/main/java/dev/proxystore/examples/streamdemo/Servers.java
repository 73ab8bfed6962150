package dev.proxystore.examples.streamdemo;

import com.hazelcast.config.Config;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.proxystore.redis.testing.RedisServer;
import java.io.IOException;
import redis.clients.jedis.RedisClient;

/** What holds the objects and carries the events: servers of this run, on loopback. */
sealed interface Servers extends AutoCloseable {
  String STORE = "demo";
  String EVENTS = "events";

  /** Starts what goes by this name. */
  static Servers start(String name) throws IOException {
    return switch (name) {
      case "redis" -> new Redis(RedisServer.builder().start());
      case "hazelcast" -> Grid.start();
      default ->
          throw new StreamDemoException(
              "'%s' is neither hazelcast nor redis: name one of them with --store and --broker."
                  .formatted(name));
    };
  }

  /** Where the objects lie. */
  String store();

  /** What can be read again: for the way into the Flink job. */
  String log();

  /** What gives each event to one consumer: for the way out of it. */
  String queue();

  long objectsLeft();

  @Override
  void close();

  /** A Redis server in a process of its own; objects and events in databases of their own. */
  record Redis(RedisServer server) implements Servers {
    private static final int OBJECTS = 1;

    private String address(int database, String name) {
      return "redis://127.0.0.1:%d/%d/%s".formatted(server.port(), database, name);
    }

    @Override
    public String store() {
      return address(OBJECTS, STORE);
    }

    @Override
    public String log() {
      return address(0, EVENTS) + "?broker=stream";
    }

    @Override
    public String queue() {
      return address(0, EVENTS) + "?broker=list";
    }

    @Override
    public long objectsLeft() {
      try (RedisClient client =
          RedisClient.create("redis://127.0.0.1:%d/%d".formatted(server.port(), OBJECTS))) {
        return client.dbSize();
      }
    }

    @Override
    public void close() {
      server.close();
    }
  }

  /** A Hazelcast member in this process. */
  record Grid(HazelcastInstance member, String cluster) implements Servers {
    static Grid start() {
      String cluster = "proxystore-stream-demo-" + ProcessHandle.current().pid();
      return new Grid(Hazelcast.newHazelcastInstance(config(cluster)), cluster);
    }

    private static Config config(String cluster) {
      Config config = new Config().setClusterName(cluster);
      config.setProperty("hazelcast.logging.type", "slf4j");
      config.setProperty("hazelcast.phone.home.enabled", "false");
      config.setProperty("hazelcast.socket.bind.any", "false");
      config.setProperty("hazelcast.shutdownhook.enabled", "false");
      NetworkConfig network = config.getNetworkConfig();
      network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
      network.getJoin().getAutoDetectionConfig().setEnabled(false);
      network.getJoin().getMulticastConfig().setEnabled(false);
      return config;
    }

    private String address(String name) {
      return "hazelcast://127.0.0.1:%d/%s?cluster=%s"
          .formatted(member.getCluster().getLocalMember().getAddress().getPort(), name, cluster);
    }

    @Override
    public String store() {
      return address(STORE);
    }

    @Override
    public String log() {
      return address(EVENTS) + "&broker=ringbuffer";
    }

    @Override
    public String queue() {
      return address(EVENTS) + "&broker=queue";
    }

    @Override
    public long objectsLeft() {
      return member.getMap(STORE).size();
    }

    @Override
    public void close() {
      member.shutdown();
    }
  }
}
