package dev.proxystore.flink.source.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.stream.event.Delivery;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The bytes of splits that savepoints hold. */
class ProxySourceSplitSerializerTest {
  private static final UUID ONE = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
  private static final UUID TWO = UUID.fromString("ffeeddcc-bbaa-9988-7766-554433221100");

  /** A partition "frames"/2 behind "17-0", 3 ends forgotten, one producer at 41, one ended at 7. */
  private static final String LOG_1 =
      "00"
          + "0006"
          + "6672616d6573"
          + "00000002"
          + "0004"
          + "31372d30"
          + "0000"
          + "0000000000000003"
          + "00000002"
          + "00112233445566778899aabbccddeeff"
          + "0000000000000029"
          + "00"
          + "ffeeddccbbaa99887766554433221100"
          + "0000000000000007"
          + "01";

  /** The consumer "a-1" of the queue "q". */
  private static final String QUEUE_1 =
      "01"
          + "0001"
          + "71"
          + "00000001"
          + "0000"
          + "0003"
          + "612d31"
          + "0000000000000000"
          + "00000000";

  private static final String BROADCAST_1 =
      "02" + "0001" + "71" + "00000000" + "0000" + "0000" + "0000000000000000" + "00000000";

  private static final ProxySourceSplit LOG =
      new ProxySourceSplit(
          Delivery.REPLAYABLE,
          "frames",
          2,
          "17-0",
          "",
          List.of(new SeenProducer(ONE, 41, false), new SeenProducer(TWO, 7, true)),
          3);

  private final ProxySourceSplitSerializer serializer = new ProxySourceSplitSerializer();

  private ProxySourceSplit read(String hex) throws IOException {
    return serializer.deserialize(1, HexFormat.of().parseHex(hex));
  }

  private String write(ProxySourceSplit split) throws IOException {
    return HexFormat.of().formatHex(serializer.serialize(split));
  }

  @Test
  void splitsOfVersion1AreReadFromStoredBytes() throws IOException {
    assertThat(read(LOG_1)).isEqualTo(LOG);
    assertThat(read(QUEUE_1)).isEqualTo(ProxySourceSplit.ofQueue("q", 1, "a-1"));
    assertThat(read(BROADCAST_1)).isEqualTo(ProxySourceSplit.ofBroadcast("q"));
  }

  @Test
  void theBytesOfVersion1AreStillWritten() throws IOException {
    assertThat(serializer.getVersion()).isEqualTo(1);
    assertThat(write(LOG)).isEqualTo(LOG_1);
    assertThat(write(ProxySourceSplit.ofQueue("q", 1, "a-1"))).isEqualTo(QUEUE_1);
    assertThat(write(ProxySourceSplit.ofBroadcast("q"))).isEqualTo(BROADCAST_1);
  }

  @Test
  void anotherVersionIsRefused() {
    assertThatThrownBy(() -> serializer.deserialize(2, new byte[0]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 1, found version 2");
  }
}
