package dev.proxystore.stream.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.serialize.Descriptor;
import dev.proxystore.serialize.KryoSerializer;
import dev.proxystore.serialize.Serializers;
import dev.proxystore.store.InlineFactory;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.StoreFactory;
import dev.proxystore.stream.event.StreamEvent.EndOfStream;
import dev.proxystore.stream.event.StreamEvent.ObjectSent;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class EventFrameTest {
  private static final UUID PRODUCER = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
  private static final Instant TIME = Instant.ofEpochMilli(1_790_000_000_123L);
  private static final Metadata METADATA =
      Metadata.of("camera", "north")
          .with("count", -1)
          .with("at", Instant.ofEpochMilli(5))
          .with("score", 0.5)
          .with("sharp", true)
          .with("tag", new byte[] {1, 2});

  private static final String OBJECT_V1 =
      "a710"
          + "00112233445566778899aabbccddeeff"
          + "ac02"
          + "fbd8c1a28c34"
          + "00"
          + "1301"
          + "1d72656469733a2f2f3132372e302e302e313a363337392f6672616d6573"
          + "18"
          + "30303030303030303030303030303030303030303030316b"
          + "80804012345678"
          + "59fc147a";
  private static final String END_V1 =
      "a711" + "00112233445566778899aabbccddeeff" + "07" + "fbd8c1a28c34" + "95f7c6a0";

  private static Proxy<byte[]> proxy() {
    return Proxy.of(
        new StoreFactory<>(
            StoreAddress.parse("redis://127.0.0.1:6379/frames"),
            new Key(
                "00000000000000000000001k",
                new Descriptor("bytes", 1 << 20, OptionalInt.of(0x12345678))),
            OnResolve.EVICT));
  }

  private static ObjectSent event(Metadata metadata) {
    return new ObjectSent(PRODUCER, 300, TIME, metadata, proxy());
  }

  private static String hex(byte[] frame) {
    return HexFormat.of().formatHex(frame);
  }

  @Test
  void storedBytesOfVersion1AreReadAndWritten() {
    byte[] sent = EventFrame.write(event(Metadata.empty()));
    byte[] end = EventFrame.write(new EndOfStream(PRODUCER, 7, TIME));
    assertThat(hex(sent)).isEqualTo(OBJECT_V1);
    assertThat(hex(end)).isEqualTo(END_V1);
    assertThat(EventFrame.read(HexFormat.of().parseHex(OBJECT_V1)))
        .isEqualTo(event(Metadata.empty()));
    assertThat(EventFrame.read(HexFormat.of().parseHex(END_V1)))
        .isEqualTo(new EndOfStream(PRODUCER, 7, TIME));
  }

  @Test
  void anEventWithoutMetadataTakesNoMoreThan160Bytes() {
    int bytes = EventFrame.write(event(Metadata.empty())).length;
    System.out.printf("An event without metadata takes %d bytes.%n", bytes);
    assertThat(bytes).isLessThanOrEqualTo(160);
  }

  @Test
  void aSmallObjectInItsEventGrowsByNoMoreThan64Bytes() {
    Serializers serializers = Serializers.of(KryoSerializer.allowing(Set.of()), List.of());
    for (int size : new int[] {0, 1, 100, 10_000}) {
      Proxy<byte[]> inline = Proxy.of(InlineFactory.of(new byte[size], serializers));
      ObjectSent sent = new ObjectSent(PRODUCER, 1L << 40, TIME, Metadata.empty(), inline);
      assertThat(EventFrame.write(sent).length - size).isLessThanOrEqualTo(64);
    }
  }

  @Test
  void metadataOfAllTypesAreReadBack() {
    StreamEvent read = EventFrame.read(EventFrame.write(event(METADATA)));
    assertThat(((ObjectSent) read).metadata()).isEqualTo(METADATA);
  }

  @Test
  void aFlippedBitAnywhereIsRefused() {
    byte[] frame = EventFrame.write(event(METADATA));
    for (int i = 0; i < frame.length * 8; i++) {
      byte[] flipped = frame.clone();
      flipped[i / 8] ^= (byte) (1 << (i % 8));
      assertThatThrownBy(() -> EventFrame.read(flipped)).isInstanceOf(EventException.class);
    }
  }

  @Test
  void aFrameCutAtAnyLengthIsRefused() {
    byte[] frame = EventFrame.write(event(METADATA));
    for (int length = 0; length < frame.length; length++) {
      byte[] cut = Arrays.copyOf(frame, length);
      assertThatThrownBy(() -> EventFrame.read(cut)).isInstanceOf(EventException.class);
    }
  }

  @Test
  void foreignBytesAreRefusedByTheirBeginning() {
    assertThatThrownBy(
            () -> EventFrame.read("{\"image\": \"a large text\", \"n\": 1}".getBytes(UTF_8)))
        .isInstanceOf(EventException.class)
        .hasMessageContaining("which begins with a7")
        .hasMessageContaining("begin with 7b")
        .hasMessageContaining("something else writes to this topic");
  }

  @Test
  void aNewerVersionIsRefusedByItsNumber() {
    byte[] frame = EventFrame.write(event(METADATA));
    frame[1] = 0x20;
    assertThatThrownBy(() -> EventFrame.read(frame))
        .isInstanceOf(EventException.class)
        .hasMessageContaining("Expected an event of version 1, found version 2");
  }

  @Test
  void randomBytesAreRefused() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      assertThatThrownBy(() -> EventFrame.read(bytes)).isInstanceOf(EventException.class);
    }
  }
}
