package dev.proxystore.flink.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.serialize.Descriptor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MarksFormatTest {
  private static final StoreAddress STORE = StoreAddress.parse("redis://localhost:6379/frames");

  /** Two completed checkpoints; the objects frame-1, of 300 bytes, and frame-22, of 5. */
  private static final String VERSION_1 =
      "01021d72656469733a2f2f6c6f63616c686f73743a363337392f6672616d65730200076672616d652d31ac02"
          + "060232"
          + "3205";

  private static Key key(String id, long length) {
    return new Key(id, new Descriptor("kryo", length, OptionalInt.of(7)));
  }

  private static Marks marks(List<Key> keys) {
    MarksWriter writer = new MarksWriter(ReleaseTarget.evicting(STORE));
    keys.forEach(writer::add);
    return writer.take();
  }

  @Test
  void theBytesOfVersion1AreWrittenAndRead() {
    byte[] bytes = HexFormat.of().parseHex(VERSION_1);
    HeldMarks read = MarksFormat.read(bytes);
    assertThat(read.completed()).isEqualTo(2);
    assertThat(read.marks().store()).isEqualTo(STORE);
    assertThat(read.keys()).extracting(Key::id).containsExactly("frame-1", "frame-22");
    assertThat(read.keys()).extracting(Key::length).containsExactly(300L, 5L);
    Marks same = marks(List.of(key("frame-1", 300), key("frame-22", 5)));
    assertThat(HexFormat.of().formatHex(MarksFormat.write(same, 2))).isEqualTo(VERSION_1);
  }

  @Test
  void theBytesOfVersion2SayWhoReleases() {
    ReleaseTarget target = new ReleaseTarget(STORE, new ObjectConsumer("thumbnails", 1, 2), 300);
    String hex =
        "02"
            + VERSION_1.substring(2, 64)
            + "0f"
            + HexFormat.of().formatHex("thumbnails#1of2".getBytes(StandardCharsets.UTF_8))
            + "ac02"
            + VERSION_1.substring(64);
    HeldMarks read = MarksFormat.read(HexFormat.of().parseHex(hex));
    assertThat(read.marks().target()).isEqualTo(target);
    assertThat(read.keys()).extracting(Key::id).containsExactly("frame-1", "frame-22");
    assertThat(read.keys()).extracting(Key::fanOut).containsOnly(300);
    assertThat(HexFormat.of().formatHex(MarksFormat.write(read.marks(), 2))).isEqualTo(hex);
  }

  @Test
  void idsOfAnyTextAreReadAsTheyWere() {
    List<Key> keys =
        List.of(key("ä", 0), key("äö", Long.MAX_VALUE), key("日本", 1), key("日本", 2), key("x", 3));
    HeldMarks read = MarksFormat.read(MarksFormat.write(marks(keys), 0));
    assertThat(read.keys()).extracting(Key::id).containsExactly("ä", "äö", "日本", "日本", "x");
    assertThat(read.keys()).extracting(Key::length).containsExactly(0L, Long.MAX_VALUE, 1L, 2L, 3L);
  }

  @Test
  void evenIdsThatHaveNothingInCommonTakeUpTo64Bytes() {
    List<Key> keys =
        IntStream.range(0, Marks.MOST)
            .mapToObj(i -> key(UUID.randomUUID() + "-16-digits-more", 1 << 30))
            .toList();
    int bytes = MarksFormat.write(marks(keys), 1).length;
    assertThat((double) bytes / keys.size()).isLessThanOrEqualTo(64);
  }

  @Test
  void otherVersionsAndCutBytesAreRefused() {
    byte[] bytes = HexFormat.of().parseHex(VERSION_1);
    assertThatIllegalStateException()
        .isThrownBy(() -> MarksFormat.read(Arrays.copyOf(bytes, bytes.length - 1)))
        .withMessageContaining("end early");
    bytes[0] = 3;
    assertThatIllegalStateException()
        .isThrownBy(() -> MarksFormat.read(bytes))
        .withMessageContaining("found version 3");
  }
}
