package dev.proxystore.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.proxy.ProxyResolveException;
import dev.proxystore.serialize.Descriptor;
import dev.proxystore.serialize.KryoSerializer;
import dev.proxystore.serialize.Serializers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What goes over the wire is the address, however it is carried, and never the object. */
final class TravellingProxyTest {
  private static final StoreAddress REDIS = StoreAddress.parse("redis://127.0.0.1:6379/frames");

  /** A Java-serialised {@code SerializedProxy} around a frame of version 1. */
  private static final String JAVA_V1 =
      "aced000573720024"
          + "6465762e70726f787973746f72652e70726f78792e53657269616c697a656450726f7879"
          + "00000000000000010c00007870772b"
          + "13031d72656469733a2f2f3132372e302e302e313a363337392f6672616d6573"
          + "04306b3378ac029ae0daaf78";

  private static Proxy<byte[]> typical() {
    Descriptor descriptor = new Descriptor("bytes", 1 << 20, OptionalInt.of(0x9ae0daaf));
    Key key = new Key(new IdGenerator().next(), descriptor);
    return Proxy.of(new StoreFactory<>(REDIS, key, OnResolve.EVICT));
  }

  private static Proxy<byte[]> stored() {
    Descriptor descriptor = new Descriptor("kryo", 300, OptionalInt.of(0x9ae0daaf));
    return Proxy.of(new StoreFactory<>(REDIS, new Key("0k3x", descriptor), OnResolve.EVICT));
  }

  private static byte[] frame(Proxy<?> proxy, @Nullable StoreAddress own) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new StoreFactoryFormat().write(proxy.factory(), own, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static byte[] javaBytes(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }

  private static Object fromJava(byte[] bytes) throws Exception {
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }

  /** As Flink sets up its fallback. */
  private static Kryo plainKryo() {
    Kryo kryo = new Kryo();
    kryo.setRegistrationRequired(false);
    return kryo;
  }

  private static byte[] kryoBytes(Kryo kryo, Object value) {
    Output output = new Output(64, -1);
    kryo.writeClassAndObject(output, value);
    return output.toBytes();
  }

  @Test
  void aProxyTakesNoMoreThan160BytesHoweverItIsSerialised() throws IOException {
    Proxy<byte[]> proxy = typical();
    int own = frame(proxy, REDIS).length;
    int selfContained = frame(proxy, null).length;
    int java = javaBytes(proxy).length;
    int kryo = kryoBytes(plainKryo(), proxy).length;
    int uri = proxy.toUri().toString().length();
    System.out.printf(
        "A proxy of %s takes %d bytes as a frame of the stream's own store, %d self-contained,"
            + " %d by Java, %d by Kryo, %d as a URI.%n",
        REDIS, own, selfContained, java, kryo, uri);
    assertThat(own).isLessThanOrEqualTo(40);
    assertThat(selfContained).isLessThanOrEqualTo(64);
    assertThat(java).isLessThanOrEqualTo(160);
    assertThat(kryo).isLessThanOrEqualTo(160);
    assertThat(uri).isLessThanOrEqualTo(160);
  }

  @Test
  void aResolvedProxyArrivesUnresolvedByJava() throws Exception {
    try (Store store = Store.open("local:travelling-java")) {
      Proxy<byte[]> proxy = store.proxy(new byte[1 << 20]);
      int before = javaBytes(proxy).length;
      proxy.resolve();
      byte[] bytes = javaBytes(proxy);
      assertThat(bytes).hasSize(before);
      Proxy<?> read = (Proxy<?>) fromJava(bytes);
      assertThat(read).isEqualTo(proxy);
      assertThat(read.isResolved()).isFalse();
      assertThat(read.resolve()).isEqualTo(proxy.resolve());
    }
  }

  @Test
  void aResolvedProxyArrivesUnresolvedByAnyKryo() {
    for (boolean references : new boolean[] {false, true}) {
      try (Store store = Store.open("local:travelling-kryo")) {
        Kryo kryo = plainKryo();
        kryo.setReferences(references);
        Proxy<byte[]> proxy = store.proxy(new byte[1 << 20]);
        proxy.resolve();
        byte[] bytes = kryoBytes(kryo, List.of(proxy, proxy));
        assertThat(bytes).hasSizeLessThan(300);
        List<?> read = (List<?>) kryo.readClassAndObject(new Input(bytes));
        Proxy<?> first = (Proxy<?>) read.get(0);
        assertThat(read).isEqualTo(List.of(proxy, proxy));
        assertThat(first.isResolved()).isFalse();
        assertThat(kryo.copy(proxy)).isEqualTo(proxy).isNotSameAs(proxy);
        assertThat(kryo.copy(proxy).isResolved()).isFalse();
        assertThat(first.resolve()).isEqualTo(proxy.resolve());
      }
    }
  }

  @Test
  void storedBytesOfVersion1AreReadAndWrittenByJava() throws Exception {
    assertThat(HexFormat.of().formatHex(javaBytes(stored()))).isEqualTo(JAVA_V1);
    Proxy<?> read = (Proxy<?>) fromJava(HexFormat.of().parseHex(JAVA_V1));
    assertThat(read.toUri()).isEqualTo(stored().toUri());
  }

  @Test
  void aCutOrForeignFrameInAJavaStreamIsAnIoException() throws IOException {
    byte[] bytes = javaBytes(stored());
    byte[] foreign = bytes.clone();
    int head = HexFormat.of().formatHex(bytes).indexOf("13031d") / 2;
    foreign[head] = 0x7f;
    assertThatThrownBy(() -> fromJava(foreign))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("found version 7");
    byte[] cut = Arrays.copyOf(bytes, head + 9);
    assertThatThrownBy(() -> fromJava(cut)).isInstanceOf(IOException.class);
  }

  @Test
  void textsAndErrorsOfAnObjectInItsProxyDoNotShowIt() {
    Serializers none = Serializers.of(KryoSerializer.allowing(List.of()), List.of());
    Proxy<String> proxy = Proxy.of(InlineFactory.of("a secret", none));
    String shown =
        Base64.getUrlEncoder().withoutPadding().encodeToString("a secret".getBytes(UTF_8));
    assertThat(proxy.toUri().toString()).contains(shown);
    assertThat(proxy.toString()).startsWith("inline:").doesNotContain(shown);
    assertThat(new ProxyResolveException(proxy.factory(), "why.", null))
        .hasMessage("Cannot resolve " + proxy + ": why.");
  }
}
