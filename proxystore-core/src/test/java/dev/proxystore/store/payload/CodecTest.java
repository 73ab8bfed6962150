package dev.proxystore.store.payload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jpountz.lz4.LZ4FrameInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What both codecs do with bytes of any length and kind, and with bytes that are not theirs. */
final class CodecTest {
  private static final int ANY = Integer.MAX_VALUE;

  static Stream<Codec> codecs() {
    return Stream.of(Lz4Codec.INSTANCE, ZstdCodec.INSTANCE);
  }

  static byte[] text(int length) {
    StringBuilder text = new StringBuilder();
    Random random = new Random(1);
    while (text.length() < length) {
      text.append("sensor ").append(random.nextInt(50)).append(" says all is well\n");
    }
    return Arrays.copyOf(text.toString().getBytes(UTF_8), length);
  }

  static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static byte[] compressed(Codec codec, byte[] bytes) {
    byte[] compressed = codec.compress(bytes, ANY);
    assertThat(compressed).isNotNull();
    return compressed;
  }

  private static byte[] decompressed(Codec codec, byte[] bytes, int length) {
    byte[] out = new byte[length];
    codec.decompress(bytes, out);
    return out;
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void whatIsCompressedComesBackWhateverItsLength(Codec codec) {
    for (int length :
        List.of(1, 100, 65_535, 65_536, 65_537, 200_000, 1 << 20, (1 << 20) + 1, 2_500_000)) {
      for (byte[] bytes : List.of(text(length), noise(length), new byte[length])) {
        byte[] compressed = compressed(codec, bytes);
        assertThat(decompressed(codec, compressed, length)).isEqualTo(bytes);
        assertThat((long) compressed.length * codec.largestRatio()).isGreaterThan(length);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void whatDoesNotBecomeAsSmallAsAskedIsNotCompressed(Codec codec) {
    byte[] text = text(100_000);
    int length = compressed(codec, text).length;
    assertThat(length).isLessThan(50_000);
    assertThat(codec.compress(text, length)).hasSize(length);
    assertThat(codec.compress(text, length - 1)).isNull();
    assertThat(codec.compress(noise(3_000_000), 2_500_000)).isNull();
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void bytesThatWereCutOrGoOnOrAreForeignAreRefused(Codec codec) {
    byte[] compressed = compressed(codec, text(150_000));
    for (int length : List.of(0, 1, 6, 7, 10, compressed.length / 2, compressed.length - 1)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> decompressed(codec, Arrays.copyOf(compressed, length), 150_000));
    }
    byte[] longer = Arrays.copyOf(compressed, compressed.length + 1);
    assertThatIllegalArgumentException().isThrownBy(() -> decompressed(codec, longer, 150_000));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> decompressed(codec, noise(1000), 150_000));
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void anotherLengthThanTheTrueOneIsRefused(Codec codec) {
    byte[] compressed = compressed(codec, text(150_000));
    for (int length : List.of(0, 1, 65_536, 149_999, 150_001, 300_000)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> decompressed(codec, compressed, length));
    }
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void noFlippedByteDoesAnythingButGiveOtherBytesOrAnError(Codec codec) {
    byte[] text = text(3000);
    byte[] compressed = compressed(codec, text);
    Random random = new Random(7);
    for (int i = 0; i < compressed.length; i++) {
      byte[] flipped = compressed.clone();
      flipped[i] ^= (byte) (1 + random.nextInt(255));
      try {
        assertThat(decompressed(codec, flipped, text.length)).hasSize(text.length);
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void lz4WritesFramesThatOthersRead() throws Exception {
    byte[] text = text(200_000);
    byte[] frame = compressed(Lz4Codec.INSTANCE, text);
    try (var in = new LZ4FrameInputStream(new ByteArrayInputStream(frame))) {
      assertThat(in.readAllBytes()).isEqualTo(text);
    }
    byte[] hello = compressed(Lz4Codec.INSTANCE, "hello".getBytes(UTF_8));
    assertThat(HexFormat.of().formatHex(hello))
        .isEqualTo("04224d18604082" + "05000080" + "68656c6c6f" + "00000000");
  }

  @Test
  void aBlockOfAHugeSizeIsRefusedBeforeAnythingIsRead() {
    byte[] frame = HexFormat.of().parseHex("04224d18604082" + "ffffff7f" + "00" + "00000000");
    assertThatThrownBy(() -> decompressed(Lz4Codec.INSTANCE, frame, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a cut block");
  }
}
