package dev.proxystore.flink.typeutils;

import static dev.proxystore.flink.typeutils.Frames.read;
import static dev.proxystore.flink.typeutils.Frames.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.Store;
import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Proxies of which Flink was told nothing. */
class KryoFallbackTest {

  /** Not a POJO for Flink: it has no constructor without arguments. */
  static final class Parcel {
    final String label;
    final Proxy<byte[]> content;

    Parcel(String label, Proxy<byte[]> content) {
      this.label = label;
      this.content = content;
    }
  }

  private final TestStore server = TestStore.start();
  private final Store store = Store.fromConfig(server.config());
  private final TypeSerializer<Parcel> serializer =
      new GenericTypeInfo<>(Parcel.class).createSerializer(new SerializerConfigImpl());
  private Parcel parcel;

  @BeforeEach
  void resolve() {
    parcel = new Parcel("a megabyte", store.proxy(new byte[1 << 20]));
    parcel.content.resolve();
  }

  @AfterEach
  void close() {
    store.close();
    server.close();
  }

  @Test
  void theReferenceTravelsAndTheResolvedValueDoesNot() throws IOException {
    byte[] bytes = write(serializer, parcel);
    assertThat(bytes.length).isLessThan(300);
    Parcel received = read(serializer, bytes);
    assertThat(received.label).isEqualTo("a megabyte");
    assertThat(received.content).isEqualTo(parcel.content);
    assertThat(received.content.isResolved()).isFalse();
    assertThat(received.content.resolve()).hasSize(1 << 20);
  }

  @Test
  void aCopyIsUnresolvedAndNobodyFetches() {
    Parcel copy = serializer.copy(parcel);
    assertThat(copy.content).isEqualTo(parcel.content);
    assertThat(copy.content.isResolved()).isFalse();
    assertThat(server.gets()).hasSize(1);
  }
}
