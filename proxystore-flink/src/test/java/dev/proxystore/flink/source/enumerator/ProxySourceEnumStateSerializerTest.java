package dev.proxystore.flink.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.flink.source.split.ProxySourceSplit;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The bytes of the enumerator's state that savepoints hold. */
class ProxySourceEnumStateSerializerTest {
  /** Known "q/0" and "q/1"; unassigned "q/1" behind "5"; of "q" one producer, and it is over. */
  private static final String STATE_1 =
      "00000002"
          + "0003"
          + "712f30"
          + "0003"
          + "712f31"
          + "00000001"
          + "00"
          + "0001"
          + "71"
          + "00000001"
          + "0001"
          + "35"
          + "0000"
          + "0000000000000000"
          + "00000000"
          + "00000001"
          + "0001"
          + "71"
          + "00000001"
          + "00112233445566778899aabbccddeeff";

  private static final ProxySourceEnumState STATE =
      new ProxySourceEnumState(
          Set.of("q/1", "q/0"),
          List.of(ProxySourceSplit.ofLog("q", 1, "5")),
          Map.of("q", Set.of(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"))));

  private final ProxySourceEnumStateSerializer serializer = new ProxySourceEnumStateSerializer();

  @Test
  void aStateOfVersion1IsReadFromStoredBytes() throws IOException {
    assertThat(serializer.deserialize(1, HexFormat.of().parseHex(STATE_1))).isEqualTo(STATE);
  }

  @Test
  void theBytesOfVersion1AreStillWritten() throws IOException {
    assertThat(serializer.getVersion()).isEqualTo(1);
    assertThat(HexFormat.of().formatHex(serializer.serialize(STATE))).isEqualTo(STATE_1);
  }

  @Test
  void anotherVersionIsRefused() {
    assertThatThrownBy(() -> serializer.deserialize(2, new byte[0]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 1, found version 2");
  }
}
