package dev.proxystore.flink.source;

import static org.assertj.core.api.Assertions.assertThat;

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
