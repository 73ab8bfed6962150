package dev.proxystore.flink.testutils;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** A Kafka broker in this process, which is its own controller, on loopback and free ports. */
public final class KafkaServer implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final int NODE = 1;

  private final String address;
  private final KafkaRaftServer server;

  private KafkaServer(String address, KafkaRaftServer server) {
    this.address = address;
    this.server = server;
  }

  /** Starts an empty one that keeps its logs in a folder. */
  public static KafkaServer start(Path folder) throws Exception {
    String broker = HOST + ":" + freePort();
    String controller = HOST + ":" + freePort();
    new Formatter()
        .setNodeId(NODE)
        .setClusterId(Uuid.randomUuid().toString())
        .setDirectories(List.of(folder.toString()))
        .setControllerListenerName("CONTROLLER")
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
        .run();
    Properties properties = new Properties();
    properties.putAll(addresses(broker, controller));
    properties.putAll(small());
    properties.put("log.dirs", folder.toString());
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    server.startup();
    return new KafkaServer(broker, server);
  }

  private static Map<String, String> addresses(String broker, String controller) {
    return Map.of(
        "process.roles", "broker,controller",
        "node.id", String.valueOf(NODE),
        "controller.quorum.voters", NODE + "@" + controller,
        "listeners", "BROKER://" + broker + ",CONTROLLER://" + controller,
        "listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "controller.listener.names", "CONTROLLER",
        "inter.broker.listener.name", "BROKER");
  }

  /** What a broker keeps for itself: one copy, in one partition. */
  private static Map<String, String> small() {
    return Map.of(
        "offsets.topic.num.partitions", "1",
        "offsets.topic.replication.factor", "1",
        "transaction.state.log.num.partitions", "1",
        "transaction.state.log.replication.factor", "1",
        "transaction.state.log.min.isr", "1",
        "group.initial.rebalance.delay.ms", "0",
        "log.cleaner.dedupe.buffer.size", "2097152");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** What Kafka calls the bootstrap servers. */
  public String address() {
    return address;
  }

  public void createTopic(String name, int partitions) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
      admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
    }
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
