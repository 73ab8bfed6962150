package dev.proxystore.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.proxystore.serialize.Descriptor;
import dev.proxystore.serialize.SerializationException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class DeferredFormatTest {
  private static final byte[] PAYLOAD = "hello".getBytes(UTF_8);

  /** Which write it was. */
  private static final long WRITE = 0x0102030405060708L;

  private static final String WRITE_V1 = "0102030405060708";

  /** Mark, version and flags, the write, encoding, length, checksum, and the bytes. */
  private static final String OBJECT_V1 =
      "f7" + "12" + WRITE_V1 + "02" + "05" + "9a71bb4c" + "68656c6c6f";

  /** The same without a checksum, with an encoding by name. */
  private static final String UNCHECKED_V1 =
      "f7" + "10" + WRITE_V1 + "00046a736f6e" + "05" + "68656c6c6f";

  /** The name of a class, a line feed, and a message. */
  private static final String FAILURE_V1 =
      "f7"
          + "13"
          + WRITE_V1
          + "02"
          + "1d"
          + "029bca31"
          + HexFormat.of().formatHex("java.io.IOException\ndisk full".getBytes(UTF_8));

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void storedBytesOfVersion1AreReadAndWritten() {
    Descriptor checked = Descriptor.of("utf8", PAYLOAD);
    assertThat(hex(DeferredFormat.write(checked, PAYLOAD, 0, WRITE))).isEqualTo(OBJECT_V1);
    DeferredFormat.Content read = DeferredFormat.read(bytes(OBJECT_V1));
    assertThat(read.descriptor()).isEqualTo(checked);
    assertThat(read.payload()).isEqualTo(PAYLOAD);
    assertThat(read.isFailure()).isFalse();
  }

  @Test
  void storedBytesWithoutAChecksumAreReadAndWritten() {
    Descriptor json = Descriptor.unchecked("json", PAYLOAD);
    assertThat(hex(DeferredFormat.write(json, PAYLOAD, 0, WRITE))).isEqualTo(UNCHECKED_V1);
    assertThat(DeferredFormat.read(bytes(UNCHECKED_V1)).descriptor()).isEqualTo(json);
  }

  @Test
  void aStoredFailureIsReadAndWritten() {
    byte[] text = DeferredFormat.textOf(new IOException("disk full"));
    byte[] written = DeferredFormat.write(Descriptor.of("utf8", text), text, 1, WRITE);
    assertThat(hex(written)).isEqualTo(FAILURE_V1);
    DeferredFormat.Content read = DeferredFormat.read(bytes(FAILURE_V1));
    assertThat(read.isFailure()).isTrue();
    assertThat(read.failureClass()).isEqualTo("java.io.IOException");
    assertThat(read.failureMessage()).isEqualTo("disk full");
  }

  @Test
  void twoWritesOfOneObjectAreNotTheSame() {
    Descriptor descriptor = Descriptor.of("utf8", PAYLOAD);
    assertThat(DeferredFormat.write(descriptor, PAYLOAD))
        .isNotEqualTo(DeferredFormat.write(descriptor, PAYLOAD));
  }

  @Test
  void aFailureWithoutAMessageHasAnEmptyOne() {
    byte[] written = failed(new IllegalStateException());
    DeferredFormat.Content read = DeferredFormat.read(written);
    assertThat(read.failureClass()).isEqualTo("java.lang.IllegalStateException");
    assertThat(read.failureMessage()).isEmpty();
  }

  @Test
  void aLongMessageIsCutAndOneOfSeveralLinesIsKept() {
    DeferredFormat.Content lines = DeferredFormat.read(failed(new IllegalStateException("a\nb")));
    assertThat(lines.failureMessage()).isEqualTo("a\nb");
    byte[] cut = failed(new IllegalStateException("x".repeat(1 << 20)));
    assertThat(cut.length).isLessThan(20_000);
  }

  @Test
  void bytesThatAreCutOrForeignAreAnErrorThatSaysWhatWasFound() {
    byte[] whole = bytes(OBJECT_V1);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatExceptionOfType(SerializationException.class)
          .isThrownBy(() -> DeferredFormat.read(cut))
          .withMessageContaining("xpected")
          .withMessageContaining("found");
    }
    assertThatExceptionOfType(SerializationException.class)
        .isThrownBy(() -> DeferredFormat.read("plain text".getBytes(UTF_8)))
        .withMessageContaining("expected f7 and version 1, found 70 and version 6");
    assertThatExceptionOfType(SerializationException.class)
        .isThrownBy(() -> DeferredFormat.read(bytes(OBJECT_V1.replace("f712", "f722"))))
        .withMessageContaining("found f7 and version 2");
  }

  @Test
  void aFlippedBitIsAnError() {
    byte[] flipped = bytes(OBJECT_V1);
    for (int bit = 0; bit < flipped.length * 8; bit++) {
      byte[] one = flipped.clone();
      one[bit / 8] ^= (byte) (1 << (bit % 8));
      boolean isFailureFlag = bit == 8; // a failure is read as well as an object
      boolean isWrite = bit / 8 >= 2 && bit / 8 < 10; // nobody but the writer reads it
      boolean isEncoding = bit / 8 == 10; // so are these bytes in another encoding
      if (!isFailureFlag && !isWrite && !isEncoding) {
        assertThatExceptionOfType(SerializationException.class)
            .isThrownBy(() -> DeferredFormat.read(one));
      }
    }
  }

  private static byte[] failed(Throwable failure) {
    byte[] text = DeferredFormat.textOf(failure);
    return DeferredFormat.writeFailure(Descriptor.of("utf8", text), text);
  }
}
