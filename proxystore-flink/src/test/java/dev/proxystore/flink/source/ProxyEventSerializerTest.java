package dev.proxystore.flink.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.flink.testutils.TestTopics;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.stream.event.Metadata;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** Proxies with their metadata, as Flink carries them. */
class ProxyEventSerializerTest {
  /**
   * Of the proxy its version with checksum, the encoding utf8, the store, the id, the length 0 and
   * its checksum; the metadata "number" 7; the topic "frames"; 7000 milliseconds.
   */
  private static final String EVENT_1 =
      "12"
          + "02"
          + "16"
          + "66696c653a2f2f2f6e6f77686572652f6672616d6573"
          + "08"
          + "6f626a6563742d37"
          + "00"
          + "00000000"
          + "01"
          + "06"
          + "6e756d626572"
          + "02"
          + "0000000000000007"
          + "0006"
          + "6672616d6573"
          + "0000000000001b58";

  /** What Flink begins the part of a composite snapshot with that is the serializer's own. */
  private static final String OUTER = "000de704";

  /**
   * The name of the snapshot's class and Flink's version 3; the beginning and version 1 of its own
   * part; that of the nested part, and in it the one snapshot of a serializer without an own store,
   * by name, version 1 and an empty text.
   */
  private static final String SNAPSHOT_1 =
      "0038"
          + "6465762e70726f787973746f72652e666c696e6b2e736f757263652e50726f7879457665"
          + "6e7453657269616c697a6572536e617073686f74"
          + "00000003"
          + "000de704"
          + "00000001"
          + "001457fd"
          + "00000001"
          + "00000001"
          + "0036"
          + "6465762e70726f787973746f72652e666c696e6b2e747970657574696c732e50726f7879"
          + "53657269616c697a6572536e617073686f74"
          + "00000001"
          + "0000";

  private static final ProxyEvent<String> EVENT =
      new ProxyEvent<>(
          TestTopics.proxy(7), Metadata.of("number", 7), "frames", Instant.ofEpochSecond(7));

  private final TypeInformation<ProxyEvent<String>> type =
      ProxyEventTypeInfo.of(ProxyTypeInfo.forValues(Types.STRING));
  private final TypeSerializer<ProxyEvent<String>> serializer =
      type.createSerializer(new SerializerConfigImpl());

  private static byte[] write(
      TypeSerializer<ProxyEvent<String>> serializer, ProxyEvent<String> event) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(event, out);
    return out.getCopyOfBuffer();
  }

  @Test
  void anEventIsReadFromStoredBytes() throws IOException {
    byte[] stored = HexFormat.of().parseHex(EVENT_1);
    assertThat(serializer.deserialize(new DataInputDeserializer(stored))).isEqualTo(EVENT);
  }

  @Test
  void theStoredBytesAreStillWritten() throws IOException {
    assertThat(HexFormat.of().formatHex(write(serializer, EVENT))).isEqualTo(EVENT_1);
  }

  @Test
  void aSavepointRestoresTheSerializer() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
    TypeSerializerSnapshot<ProxyEvent<String>> read =
        TypeSerializerSnapshot.readVersionedSnapshot(
            new DataInputDeserializer(out.getCopyOfBuffer()), getClass().getClassLoader());
    assertThat(read.restoreSerializer()).isEqualTo(serializer);
    assertThat(serializer.snapshotConfiguration().resolveSchemaCompatibility(read))
        .matches(compatibility -> compatibility.isCompatibleAsIs());
  }

  private static TypeSerializerSnapshot<ProxyEvent<String>> readSnapshot(String hex)
      throws IOException {
    return TypeSerializerSnapshot.readVersionedSnapshot(
        new DataInputDeserializer(HexFormat.of().parseHex(hex)),
        ProxyEventSerializerTest.class.getClassLoader());
  }

  @Test
  void aSnapshotOfVersion1IsReadFromStoredBytes() throws IOException {
    assertThat(readSnapshot(SNAPSHOT_1).restoreSerializer()).isEqualTo(serializer);
  }

  @Test
  void theStoredBytesOfTheSnapshotAreStillWritten() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
    assertThat(HexFormat.of().formatHex(out.getCopyOfBuffer())).isEqualTo(SNAPSHOT_1);
  }

  @Test
  void aSnapshotOfANewerVersionIsRefused() {
    String newer = SNAPSHOT_1.replace(OUTER + "00000001", OUTER + "00000002");
    assertThat(newer).isNotEqualTo(SNAPSHOT_1);
    assertThatThrownBy(() -> readSnapshot(newer))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 1, found version 2");
  }

  @Test
  void aCopyIsTheSameReferenceUnresolved() {
    ProxyEvent<String> copy = serializer.copy(EVENT);
    assertThat(copy).isEqualTo(EVENT);
    assertThat(copy.proxy()).isNotSameAs(EVENT.proxy());
    assertThat(copy.proxy().isResolved()).isFalse();
  }

  @Test
  void typesOfTheSameProxiesAreEqual() {
    assertThat(type).isEqualTo(ProxyEventTypeInfo.of(ProxyTypeInfo.forValues(Types.STRING)));
    assertThat(type).isNotEqualTo(ProxyEventTypeInfo.of(ProxyTypeInfo.forValues(Types.INT)));
    assertThat(type.toString()).isEqualTo("ProxyEvent<Proxy<String>>");
  }
}
