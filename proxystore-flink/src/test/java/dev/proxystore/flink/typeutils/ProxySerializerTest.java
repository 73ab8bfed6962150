package dev.proxystore.flink.typeutils;

import static dev.proxystore.flink.typeutils.Frames.address;
import static dev.proxystore.flink.typeutils.Frames.proxy;
import static dev.proxystore.flink.typeutils.Frames.read;
import static dev.proxystore.flink.typeutils.Frames.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.serialize.Descriptor;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreFactory;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.junit.jupiter.api.Test;

/** What Flink asks of every serializer, and what we promise of this one. */
class ProxySerializerTest extends SerializerTestBase<Proxy<byte[]>> {
  private static final Descriptor CHECKED = Descriptor.of("bytes", new byte[300]);
  private static final Descriptor UNCHECKED = Descriptor.unchecked("my-own", new byte[300]);

  private final ProxySerializer<byte[]> ofFrames =
      new ProxySerializer<>(address("redis://127.0.0.1:6379/frames"));

  @Override
  protected TypeSerializer<Proxy<byte[]>> createSerializer() {
    return new ProxySerializer<>(address("redis://127.0.0.1:6379/frames"));
  }

  @Override
  protected int getLength() {
    return -1;
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  protected Class<Proxy<byte[]>> getTypeClass() {
    return (Class) Proxy.class;
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  protected Proxy<byte[]>[] getTestData() {
    return new Proxy[] {
      proxy("redis://127.0.0.1:6379/frames", CHECKED, OnResolve.EVICT),
      proxy("redis://127.0.0.1:6379/frames", UNCHECKED, OnResolve.KEEP),
      proxy("redis://127.0.0.1:6379/masks", CHECKED, OnResolve.KEEP),
      proxy("hazelcast:embedded/frames", UNCHECKED, OnResolve.EVICT),
    };
  }

  /** There is no proxy without an object. */
  @Override
  protected boolean allowNullInstances(TypeSerializer<Proxy<byte[]>> serializer) {
    return true;
  }

  @Test
  void everyPartOfTheReferenceComesBack() throws IOException {
    for (Proxy<byte[]> proxy : getTestData()) {
      StoreFactory<?> sent = (StoreFactory<?>) proxy.factory();
      StoreFactory<?> received = (StoreFactory<?>) read(ofFrames, write(ofFrames, proxy)).factory();
      assertThat(received.store()).isEqualTo(sent.store());
      assertThat(received.key()).isEqualTo(sent.key());
      assertThat(received.onResolve()).isEqualTo(sent.onResolve());
    }
  }

  @Test
  void aProxyOfTheOwnStoreTakesAtMost40BytesAndAnotherAtMost160() throws IOException {
    try (Store store = Store.open("local:frames")) {
      String id = store.put(new byte[1 << 20]).id();
      Proxy<byte[]> proxy =
          proxy(
              "redis://127.0.0.1:6379/frames",
              id,
              new Descriptor("bytes", 1 << 20, CHECKED.crc32c()));
      int own = write(ofFrames, proxy).length;
      int selfContained = write(new ProxySerializer<>(null), proxy).length;
      System.out.printf(
          "A serialised proxy takes %d bytes in a stream of its store, %d bytes self-contained.%n",
          own, selfContained);
      assertThat(own).isLessThanOrEqualTo(40);
      assertThat(selfContained).isLessThanOrEqualTo(160);
    }
  }

  @Test
  void copiesOfAResolvedProxyAreUnresolvedAndNobodyFetches() throws IOException {
    try (TestStore server = TestStore.start();
        Store store = Store.fromConfig(server.config())) {
      Proxy<String> proxy = store.proxy("value");
      proxy.resolve();
      ProxySerializer<String> serializer = new ProxySerializer<>(null);
      assertThat(serializer.copy(proxy)).isEqualTo(proxy).isNotSameAs(proxy);
      assertThat(serializer.copy(proxy).isResolved()).isFalse();
      assertThat(read(serializer, write(serializer, proxy)).isResolved()).isFalse();
      assertThat(server.gets()).hasSize(1);
    }
  }

  @Test
  void bytesOfAnotherReleaseAreRefused() throws IOException {
    byte[] frame = write(ofFrames, getTestData()[0]);
    frame[0] = 0x55;
    assertThatThrownBy(() -> read(ofFrames, frame))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Expected a proxy in version 1 to 4, found version 5");
  }
}
