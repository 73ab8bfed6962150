package dev.proxystore.serialize;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DescriptorTest {
  private static final byte[] BYTES = "123456789".getBytes(US_ASCII);

  @Test
  void theChecksumIsTheOneOfRfc3720() {
    assertThat(Descriptor.of("bytes", BYTES).crc32c()).hasValue(0xe3069283);
    assertThat(Descriptor.of("bytes", new byte[32]).crc32c()).hasValue(0x8a9136aa);
  }

  @Test
  void theBytesItWasMadeOfPass() {
    assertThatCode(() -> Descriptor.of("bytes", BYTES).verify(BYTES)).doesNotThrowAnyException();
  }

  @Test
  void fewerOrMoreBytesAreRefusedWithBothNumbers() {
    Descriptor unchecked = Descriptor.unchecked("bytes", BYTES);
    assertThatThrownBy(() -> unchecked.verify(Arrays.copyOf(BYTES, 8)))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("Expected 9 bytes, found 8");
    assertThatThrownBy(() -> unchecked.verify(Arrays.copyOf(BYTES, 10)))
        .hasMessageContaining("Expected 9 bytes, found 10");
  }

  @Test
  void aFlippedBitIsRefusedWithBothChecksums() {
    byte[] flipped = BYTES.clone();
    flipped[4] ^= 1;
    assertThatThrownBy(() -> Descriptor.of("bytes", BYTES).verify(flipped))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("Expected the checksum e3069283")
        .hasMessageContaining("found ");
  }

  @Test
  void aNegativeLengthIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Descriptor("bytes", -1, OptionalInt.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Kryo", "a b", "a;b", "-a", "ü"})
  void anIllFormedEncodingIsRefused(String encoding) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Descriptor.of(encoding, BYTES))
        .withMessageContaining("'" + encoding + "' is no serializer id");
  }
}
