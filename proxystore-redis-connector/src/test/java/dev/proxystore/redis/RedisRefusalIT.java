package dev.proxystore.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StreamableConnector.Upload;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.serialize.Descriptor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** A server that takes the chunks of an object and then refuses the object itself. */
final class RedisRefusalIT {
  private static final int CHUNK = RedisOptions.SMALLEST_CHUNK_SIZE;

  private RedisServer server;
  private RedisConnector connector;

  @BeforeEach
  void open() {
    server =
        RedisServer.builder()
            .line("user default on nopass ~objects/* +@all")
            .line("user admin on >admin ~* +@all")
            .start();
    connector =
        (RedisConnector)
            TestObjects.open(
                "redis://" + server.hostAndPort() + "/objects",
                Map.of(RedisOptions.CHUNK_SIZE, CHUNK + "b"));
  }

  @AfterEach
  void close() {
    connector.close();
    server.close();
  }

  private void assertThatNothingStays() {
    try (Jedis admin = new Jedis("127.0.0.1", server.port())) {
      admin.auth("admin", "admin");
      assertThat(admin.keys("*")).isEmpty();
    }
  }

  @Test
  void keepsNoChunksOfIt() {
    byte[] bytes = new byte[3 * CHUNK];
    Key key = new Key("refused", Descriptor.of("bytes", bytes));
    assertThatThrownBy(() -> connector.put(key, bytes, Connector.UNLIMITED))
        .isInstanceOf(ConnectorException.class);
    assertThatNothingStays();
  }

  @Test
  void keepsNoChunksOfOneThatIsSetOnce() {
    Key key = connector.newKey("refused");
    assertThatThrownBy(() -> connector.set(key, new byte[3 * CHUNK], Connector.UNLIMITED))
        .isInstanceOf(ConnectorException.class);
    assertThatNothingStays();
  }

  @Test
  void keepsNoChunksOfOneThatIsUploaded() {
    Key key = Key.ofStream("refused", 1);
    try (Upload upload = connector.upload(key, Connector.UNLIMITED)) {
      for (byte[] piece : List.of(new byte[upload.pieceSize()], new byte[upload.pieceSize()])) {
        upload.write(piece);
      }
      assertThatThrownBy(upload::commit).isInstanceOf(ConnectorException.class);
    }
    assertThatNothingStays();
  }
}
