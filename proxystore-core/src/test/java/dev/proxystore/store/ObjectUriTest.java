package dev.proxystore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.proxy.ProxyResolveException;
import dev.proxystore.serialize.Descriptor;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ObjectUriTest {
  private static final Descriptor DESCRIPTOR =
      new Descriptor("kryo", 1 << 20, OptionalInt.of(0x9ae0daaf));

  private static StoreFactory<Object> factory(String store, String id) {
    return new StoreFactory<>(StoreAddress.parse(store), new Key(id, DESCRIPTOR), OnResolve.EVICT);
  }

  private static Object factoryOf(URI uri) {
    return Proxy.fromUri(uri, Object.class).factory();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redis://127.0.0.1:6379/frames|redis://127.0.0.1:6379/frames/4k9x",
        "redis://host:6379/2/frames|redis://host:6379/2/frames/4k9x",
        "rediss://[::1]:6379/frames|rediss://[::1]:6379/frames/4k9x",
        "hazelcast://a:5701,b:5702/frames?cluster=grid|hazelcast://a:5701,b:5702/frames/4k9x?cluster=grid",
        "hazelcast:embedded/frames|hazelcast:embedded/frames/4k9x",
        "file:///var/my%20data/frames|file:///var/my%20data/frames/4k9x",
        "local:frames|local:frames/4k9x"
      })
  void everyKindOfAddressIsReadBack(String store, String expected) {
    StoreFactory<?> factory = factory(store, "4k9x");
    assertThat(factory.toUri())
        .hasToString(expected + "#kryo;length=1048576;crc32c=9ae0daaf;evict");
    StoreFactory<?> read = (StoreFactory<?>) factoryOf(factory.toUri());
    assertThat(read.store()).isEqualTo(factory.store());
    assertThat(read.key()).isEqualTo(factory.key());
    assertThat(read.onResolve()).isEqualTo(OnResolve.EVICT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/b",
        "../x",
        ".",
        "a b",
        "ü-λ-猫-😀",
        "%41",
        "a+b",
        "n@k{1}",
        "x#y?z;w=&",
        "\u0000\n"
      })
  void everyIdIsReadBack(String id) {
    for (String store : new String[] {"redis://h/s", "local:s", "hazelcast:embedded/s?x=y"}) {
      StoreFactory<?> factory = factory(store, id);
      StoreFactory<?> read = (StoreFactory<?>) factoryOf(factory.toUri());
      assertThat(read.key().id()).isEqualTo(id);
      assertThat(read.store()).isEqualTo(factory.store());
    }
  }

  @Test
  void theNumberOfConsumersIsReadBack() {
    Key key = new Key("x", new Descriptor("bytes", 1, OptionalInt.empty()), 3);
    var factory = new StoreFactory<>(StoreAddress.parse("local:s"), key, OnResolve.EVICT);
    assertThat(factory.toUri()).hasToString("local:s/x#bytes;length=1;consumers=3;evict");
    StoreFactory<?> read = (StoreFactory<?>) factoryOf(factory.toUri());
    assertThat(read.key()).isEqualTo(key);
    assertThat(read.onResolve()).isEqualTo(OnResolve.EVICT);
  }

  @Test
  void howLongAFutureIsWaitedForIsReadBack() {
    for (OnResolve onResolve : OnResolve.values()) {
      StoreFactory<?> factory =
          StoreFactory.ofFuture(
              StoreAddress.parse("local:s"), Key.deferred("x"), onResolve, Duration.ofMinutes(5));
      assertThat(factory.toUri().toString())
          .isEqualTo(
              "local:s/x#deferred;timeout=300000" + (onResolve == OnResolve.EVICT ? ";evict" : ""));
      StoreFactory<?> read = (StoreFactory<?>) factoryOf(factory.toUri());
      assertThat(read.key()).isEqualTo(factory.key());
      assertThat(read.onResolve()).isEqualTo(onResolve);
      assertThat(read.timeout()).isEqualTo(Duration.ofMinutes(5));
    }
  }

  @Test
  void checksumAndEvictionAreLeftOutWhereThereAreNone() {
    Key key = new Key("x", new Descriptor("bytes", Long.MAX_VALUE, OptionalInt.empty()));
    var factory = new StoreFactory<>(StoreAddress.parse("local:s"), key, OnResolve.KEEP);
    assertThat(factory.toUri()).hasToString("local:s/x#bytes;length=9223372036854775807");
    StoreFactory<?> read = (StoreFactory<?>) factoryOf(factory.toUri());
    assertThat(read.key()).isEqualTo(key);
    assertThat(read.onResolve()).isEqualTo(OnResolve.KEEP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local:s/x",
        "local:s/x#",
        "local:s/x#bytes",
        "local:s/x#bytes;length=",
        "local:s/x#bytes;length=-1",
        "local:s/x#bytes;length=9999999999999999999",
        "local:s/x#BYTES;length=1",
        "local:s/x#bytes;length=1;crc32c=9ae0",
        "local:s/x#bytes;length=1;evict;later",
        "local:s/x#bytes;length=1;consumers=0;evict",
        "local:s/x#bytes;length=1;consumers=40000;evict",
        "local:s/#bytes;length=1"
      })
  void whatIsNoAddressOfAnObjectIsRefusedWithWhatWasExpected(String uri) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> factoryOf(URI.create(uri)))
        .withMessageContaining("'" + uri + "' is not the address of an object")
        .withMessageContaining("Expected store/id#encoding;length=n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://me:hunter2@host/s/x#bytes;length=1",
        "redis://me:hunter2@host/s/x",
        "redis://host/s/x?password=hunter2#bytes;length=1",
        "redis://host/s/x?password=hunter2",
      })
  void anAddressWithASecretIsRefusedWithoutShowingIt(String uri) {
    assertThatThrownBy(() -> factoryOf(URI.create(uri)))
        .isInstanceOf(ProxyStoreException.class)
        .satisfies(e -> assertThat(e).message().doesNotContain("hunter2"));
  }

  @Test
  void anObjectOfAnotherTypeThanAskedForIsRefusedWithBoth() {
    try (Store store = Store.open("local:typed")) {
      URI uri = store.proxy("text").toUri();
      assertThat(Proxy.fromUri(uri, CharSequence.class).resolve()).isEqualTo("text");
      Proxy<byte[]> mistaken = Proxy.fromUri(uri, byte[].class);
      assertThatThrownBy(mistaken::resolve)
          .isInstanceOf(ProxyResolveException.class)
          .hasMessageContaining("expected byte[], found java.lang.String");
      assertThatThrownBy(() -> mistaken.resolveAsync().join())
          .hasCauseInstanceOf(ProxyResolveException.class);
    }
  }
}
