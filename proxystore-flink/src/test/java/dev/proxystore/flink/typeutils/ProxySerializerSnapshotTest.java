package dev.proxystore.flink.typeutils;

import static dev.proxystore.flink.typeutils.Frames.address;
import static dev.proxystore.flink.typeutils.Frames.read;
import static dev.proxystore.flink.typeutils.Frames.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.serialize.Descriptor;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.StoreFactory;
import java.io.IOException;
import java.util.HexFormat;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class ProxySerializerSnapshotTest {
  private static final StoreAddress FRAMES = address("redis://127.0.0.1:6379/frames");
  private static final StoreAddress MASKS = address("redis://127.0.0.1:6379/masks");

  /** "redis://127.0.0.1:6379/frames" after its length in two bytes. */
  private static final String SNAPSHOT_1 =
      "001d" + "72656469733a2f2f3132372e302e302e313a363337392f6672616d6573";

  /**
   * Version 1, own store, checksum, evict; bytes; the id "0123456789abcdef0" after its length; 300
   * as LEB128; the checksum of 300 zeros.
   */
  private static final String PROXY_1 =
      "17" + "01" + "11" + "30313233343536373839616263646566" + "30" + "ac02" + "64557710";

  private static ProxySerializerSnapshot<byte[]> readSnapshot(int version, String hex)
      throws IOException {
    ProxySerializerSnapshot<byte[]> snapshot = new ProxySerializerSnapshot<>();
    snapshot.readSnapshot(
        version,
        new DataInputDeserializer(HexFormat.of().parseHex(hex)),
        ProxySerializerSnapshotTest.class.getClassLoader());
    return snapshot;
  }

  private static TypeSerializerSchemaCompatibility<Proxy<byte[]>> compatibility(
      StoreAddress store, TypeSerializerSnapshot<Proxy<byte[]>> old) {
    return new ProxySerializer<byte[]>(store)
        .snapshotConfiguration()
        .resolveSchemaCompatibility(old);
  }

  @Test
  void stateOfVersion1IsReadFromStoredBytes() throws IOException {
    TypeSerializer<Proxy<byte[]>> restored = readSnapshot(1, SNAPSHOT_1).restoreSerializer();
    StoreFactory<?> factory =
        (StoreFactory<?>) read(restored, HexFormat.of().parseHex(PROXY_1)).factory();
    assertThat(factory.store()).isEqualTo(FRAMES);
    assertThat(factory.key().id()).isEqualTo("0123456789abcdef0");
    assertThat(factory.key().descriptor()).isEqualTo(Descriptor.of("bytes", new byte[300]));
    assertThat(factory.onResolve()).isEqualTo(OnResolve.EVICT);
  }

  @Test
  void theBytesOfVersion1AreStillWritten() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    new ProxySerializer<byte[]>(FRAMES).snapshotConfiguration().writeSnapshot(out);
    assertThat(HexFormat.of().formatHex(out.getCopyOfBuffer())).isEqualTo(SNAPSHOT_1);
    Proxy<byte[]> proxy =
        Frames.proxy(FRAMES.toString(), Descriptor.of("bytes", new byte[300]), OnResolve.EVICT);
    assertThat(HexFormat.of().formatHex(write(new ProxySerializer<>(FRAMES), proxy)))
        .isEqualTo(PROXY_1);
  }

  @Test
  void aSerializerWithoutAnOwnStoreIsRestoredAsOne() throws IOException {
    assertThat(readSnapshot(1, "0000").restoreSerializer()).isEqualTo(new ProxySerializer<>(null));
  }

  @Test
  void anotherVersionIsRefused() {
    assertThatThrownBy(() -> readSnapshot(2, SNAPSHOT_1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 1, found version 2");
  }

  @Test
  void theSameStoreIsCompatibleAsIs() throws IOException {
    assertThat(compatibility(FRAMES, readSnapshot(1, SNAPSHOT_1)).isCompatibleAsIs()).isTrue();
  }

  @Test
  void stateOfAnotherStoreIsReadWithTheOldAddressAndWrittenAnew() throws IOException {
    ProxySerializerSnapshot<byte[]> old = readSnapshot(1, SNAPSHOT_1);
    assertThat(compatibility(MASKS, old).isCompatibleAfterMigration()).isTrue();
    Proxy<byte[]> proxy = read(old.restoreSerializer(), HexFormat.of().parseHex(PROXY_1));
    TypeSerializer<Proxy<byte[]>> current = new ProxySerializer<>(MASKS);
    assertThat(read(current, write(current, proxy))).isEqualTo(proxy);
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void stateOfAnotherTypeIsIncompatible() {
    TypeSerializerSnapshot other = IntSerializer.INSTANCE.snapshotConfiguration();
    assertThat(compatibility(FRAMES, other).isIncompatible()).isTrue();
  }
}
