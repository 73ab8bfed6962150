package dev.proxystore.serialize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Utf8SerializerTest extends SerializerContract {
  @Override
  protected Serializer serializer() {
    return Serializer.utf8();
  }

  @Override
  protected List<Object> samples() {
    return List.of("plain", "ü λ 猫", "😀 and \u0000", "line\nline");
  }

  @Override
  protected Object refused() {
    return 1;
  }

  @Override
  protected List<byte[]> foreign() {
    return List.of(
        new byte[] {(byte) 0xff},
        new byte[] {'a', (byte) 0xc3},
        new byte[] {(byte) 0xc0, (byte) 0x80},
        new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80});
  }

  @Test
  void theEmptyStringHasNoBytes() {
    assertThat(serializer().serialize("")).isEmpty();
    assertThat(serializer().deserialize(new byte[0])).isEqualTo("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ab\ud83d", "ab\ude00", "ab\ud83dc", "ab\ude00\ud83d"})
  void aLoneSurrogateIsRefusedRatherThanReplaced(String text) {
    assertThatThrownBy(() -> serializer().serialize(text))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("lone surrogate at index 2");
  }
}
