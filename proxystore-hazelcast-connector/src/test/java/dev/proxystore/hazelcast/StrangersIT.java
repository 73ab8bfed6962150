package dev.proxystore.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.hazelcast.config.Config;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.sun.net.httpserver.HttpServer;
import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.hazelcast.testing.FreePort;
import dev.proxystore.hazelcast.testing.HazelcastMember;
import dev.proxystore.serialize.Descriptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Addresses where something listens that is no member. */
@Timeout(60)
final class StrangersIT {
  private static final byte[] BYTES = {1, 2, 3};
  private static final Key KEY = new Key("id", Descriptor.of("bytes", BYTES));

  private static Connector open(String address) {
    return Connectors.open(StoreAddress.parse(address), ConnectorOptions.defaults());
  }

  private static void assertRefusedWithinTenSeconds(String address, String... parts) {
    long start = System.nanoTime();
    assertThatExceptionOfType(ConnectorException.class)
        .isThrownBy(() -> open(address))
        .withMessageContaining(address)
        .satisfies(e -> assertThat(e).hasMessageContainingAll(parts))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(Hazelcast.getAllHazelcastInstances()).isEmpty();
  }

  private static HttpServer http() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    return server;
  }

  private static String at(int port) {
    return "127.0.0.1:" + port;
  }

  @Test
  void aWebServerIsRefusedInASentence() throws IOException {
    HttpServer server = http();
    try {
      assertRefusedWithinTenSeconds(
          "hazelcast://" + at(server.getAddress().getPort()) + "/frames",
          "no Hazelcast member",
          "another protocol");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aServerThatSendsGarbageIsRefusedInASentence() throws IOException {
    try (Garbage server = new Garbage()) {
      assertRefusedWithinTenSeconds("hazelcast://" + server.address() + "/frames", "no Hazelcast");
    }
  }

  @Test
  void membersBesideAStrangerAreFound() throws IOException {
    HttpServer server = http();
    try (Garbage garbage = new Garbage();
        HazelcastMember member = HazelcastMember.start();
        Connector connector =
            open(
                "hazelcast://%s,%s,%s,%s/frames?cluster=%s"
                    .formatted(
                        at(server.getAddress().getPort()),
                        garbage.address(),
                        at(FreePort.find()),
                        member.address(),
                        member.cluster()))) {
      connector.put(KEY, BYTES, Connector.UNLIMITED);
      assertThat(connector.get(KEY)).hasValue(BYTES);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aMemberThatTakesClientsAtAPortOfTheirOwnIsNoStranger() throws IOException {
    int port = FreePort.find();
    Config config = new Config().setClusterName("advanced");
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
    var network = config.getAdvancedNetworkConfig().setEnabled(true);
    network.getJoin().getMulticastConfig().setEnabled(false);
    network.getJoin().getAutoDetectionConfig().setEnabled(false);
    ServerSocketEndpointConfig members = new ServerSocketEndpointConfig().setPort(FreePort.find());
    members.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    ServerSocketEndpointConfig clients = new ServerSocketEndpointConfig().setPort(port);
    clients.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    network.setMemberEndpointConfig(members).setClientEndpointConfig(clients);
    HazelcastInstance member = Hazelcast.newHazelcastInstance(config);
    try (Connector connector = open("hazelcast://" + at(port) + "/frames?cluster=advanced")) {
      connector.put(KEY, BYTES, Connector.UNLIMITED);
      assertThat(connector.get(KEY)).hasValue(BYTES);
    } finally {
      member.getLifecycleService().terminate();
    }
  }

  @Test
  void anEmbeddedMemberDoesNotWaitForStrangers() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Garbage garbage = new Garbage()) {
      assertRefusedWithinTenSeconds(
          "hazelcast:embedded/frames?members=%s,192.0.2.1:5701,%s"
              .formatted(at(FreePort.find()), at(mute.getLocalPort())),
          at(mute.getLocalPort()),
          "does not answer as a member");
      assertRefusedWithinTenSeconds(
          "hazelcast:embedded/frames?members=%s,%s"
              .formatted(at(FreePort.find()), garbage.address()),
          garbage.address());
    }
  }

  /** Says something that nobody understands to whoever comes. */
  private static final class Garbage implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> visitors = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::talk, "garbage");

    Garbage() throws IOException {
      thread.setDaemon(true);
      thread.start();
    }

    String address() {
      return at(server.getLocalPort());
    }

    private void talk() {
      byte[] garbage = new byte[1024];
      new Random(7).nextBytes(garbage);
      while (!server.isClosed()) {
        try {
          Socket visitor = server.accept();
          visitors.add(visitor);
          visitor.getOutputStream().write(garbage);
        } catch (IOException e) {
          // The visitor has gone, or the server is closed.
        }
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
      for (Socket each : visitors) {
        each.close();
      }
    }
  }
}
