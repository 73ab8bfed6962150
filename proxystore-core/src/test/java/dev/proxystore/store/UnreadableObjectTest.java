package dev.proxystore.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.local.LocalConnector;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.proxy.ProxyResolveException;
import dev.proxystore.serialize.SerializationException;
import dev.proxystore.serialize.Serializer;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in the system is not what the key says. */
final class UnreadableObjectTest {
  private static final Duration TIME_TO_LIVE = Duration.ofHours(1);

  private final CountingConnector connector = new CountingConnector();
  private final Store store = Store.builder(connector).timeToLive(TIME_TO_LIVE).build();

  @AfterEach
  void closeStore() {
    store.close();
  }

  static Stream<Named<UnaryOperator<byte[]>>> damages() {
    return Stream.of(
        Named.of("cut", bytes -> Arrays.copyOf(bytes, bytes.length - 1)),
        Named.of("emptied", bytes -> new byte[0]),
        Named.of("lengthened", bytes -> Arrays.copyOf(bytes, bytes.length + 1)),
        Named.of("foreign", bytes -> "what another program put here".getBytes(UTF_8)),
        Named.of(
            "flipped",
            bytes -> {
              bytes[bytes.length / 2] ^= 4;
              return bytes;
            }));
  }

  private void damage(Key key, UnaryOperator<byte[]> damage) {
    byte[] bytes = connector.get(key).orElseThrow();
    connector.put(key, damage.apply(bytes), Connector.UNLIMITED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLargeFileThatWasCutIsAnErrorAndNeverAShorterObject(boolean checked, @TempDir Path folder)
      throws Exception {
    StoreBuilder files = Store.builder(folder.resolve("frames").toUri().toString());
    try (Store onDisk = (checked ? files : files.withoutChecksums()).build()) {
      byte[] large = new byte[8 << 20];
      Key key = onDisk.put(large, PutOptions.defaults().withId("large"));
      try (FileChannel file =
          FileChannel.open(folder.resolve("frames/large"), StandardOpenOption.WRITE)) {
        file.truncate(large.length - 1);
      }
      assertThatThrownBy(() -> onDisk.proxyFromKey(key).resolve())
          .isInstanceOf(ProxyResolveException.class)
          .hasMessageContaining("" + large.length)
          .hasMessageContaining("" + (large.length - 1));
    }
  }

  @ParameterizedTest
  @MethodSource("damages")
  void isRefusedWithKeyStoreExpectedAndFound(UnaryOperator<byte[]> damage) {
    for (Object value : List.of(new byte[] {1, 2, 3}, "some text", List.of(1, 2, 3))) {
      Key key = store.put(value);
      damage(key, damage);
      assertThatThrownBy(() -> store.get(key, Object.class))
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining(key.id())
          .hasMessageContaining(store.address().toString())
          .hasMessageContaining("Expected")
          .hasMessageContaining("found");
      assertThatThrownBy(() -> store.getBatch(List.of(key), Object.class))
          .isInstanceOf(SerializationException.class);
      assertThatThrownBy(() -> store.proxyFromKey(key).resolve())
          .isInstanceOf(ProxyResolveException.class)
          .hasMessageContaining(key.id())
          .hasCauseInstanceOf(SerializationException.class);
      assertThatThrownBy(() -> store.proxyFromKey(key).resolveAsync().get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(ProxyResolveException.class);
    }
  }

  @Test
  void isRefusedWithoutAChecksumWhenItsSerializerDoesNotReadIt() {
    try (Store unchecked = Store.builder(new CountingConnector()).withoutChecksums().build()) {
      Key key = unchecked.put(List.of("a", "b"));
      byte[] foreign = new byte[(int) key.length()];
      Arrays.fill(foreign, (byte) 0xff);
      LocalConnector.of("of-" + unchecked.name()).put(key, foreign, Connector.UNLIMITED);
      assertThatThrownBy(() -> unchecked.get(key, List.class))
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining(key.id());
    }
  }

  @Test
  void isNotLostByAProxyForOneUse() {
    Proxy<String> proxy = store.proxy("value", PutOptions.evictOnResolve());
    Key key = ((StoreFactory<?>) proxy.factory()).key();
    damage(key, bytes -> "VALUE".getBytes(UTF_8));
    assertThatThrownBy(proxy::resolve).isInstanceOf(ProxyResolveException.class);
    assertThat(connector.get(key)).hasValue("VALUE".getBytes(UTF_8));
    assertThat(connector.timesToLive).containsEntry(key.id(), TIME_TO_LIVE);

    damage(key, bytes -> "value".getBytes(UTF_8));
    assertThat(proxy.resolve()).as("readable again").isEqualTo("value");
    assertThat(store.exists(key)).isFalse();
  }

  @Test
  void aSerializerThatFailsItsOwnWayIsReportedTheSameWay() {
    PutOptions options = PutOptions.evictOnResolve().withSerializer(new FailingSerializer());
    Key key = store.put("x", options);
    assertThatThrownBy(() -> store.get(key, String.class, new FailingSerializer()))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining(key.id())
        .hasMessageContaining("The serializer failed")
        .hasRootCauseMessage("a bug");
  }

  @Test
  void anObjectThatIsNotThereNamesKeyAndStore() {
    Proxy<String> proxy = store.proxy("gone");
    Key key = ((StoreFactory<?>) proxy.factory()).key();
    store.evict(key);
    assertThatThrownBy(proxy::resolve)
        .isInstanceOfSatisfying(
            ProxyResolveException.class, e -> assertThat(e.uri()).isEqualTo(proxy.toUri()))
        .hasMessageContaining("the store " + store.address() + " has no object " + key.id());
  }

  @Test
  void aStoreThatCannotBeReachedIsSaidByTheProxy() {
    Proxy<String> proxy =
        Proxy.fromUri(URI.create("counting:unreachable-late/x#utf8;length=1"), String.class);
    assertThatThrownBy(proxy::resolve)
        .isInstanceOf(ProxyResolveException.class)
        .hasMessageContaining("The store counting:unreachable-late is not up yet.")
        .hasCauseInstanceOf(ConnectorException.class);
  }

  private static final class FailingSerializer implements Serializer {
    @Override
    public String id() {
      return "failing";
    }

    @Override
    public byte[] serialize(Object value) {
      return new byte[0];
    }

    @Override
    public Object deserialize(byte[] bytes) {
      throw new IllegalStateException("a bug");
    }
  }
}
