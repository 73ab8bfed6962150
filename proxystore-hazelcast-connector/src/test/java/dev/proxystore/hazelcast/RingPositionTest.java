package dev.proxystore.hazelcast;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RingPositionTest {
  private static final String ITEM = "000001977420dc00" + "6672616d65";

  @Test
  void itemsAreTheTimeAndTheFrame() {
    byte[] item = RingItem.of(1_750_000_000_000L, "frame".getBytes(US_ASCII));
    assertThat(HexFormat.of().formatHex(item)).isEqualTo(ITEM);
    assertThat(RingItem.millis(item)).isEqualTo(1_750_000_000_000L);
    assertThat(RingItem.frame(item)).asString(US_ASCII).isEqualTo("frame");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5f3a9c01d2e4b687/-1",
        "5f3a9c01d2e4b687/0",
        "5f3a9c01d2e4b687/41/00e0daaf",
        "ffffffffffffffff/999999999999999999/ffffffff"
      })
  void aPositionIsReadAsItIsWritten(String text) {
    assertThat(RingPosition.parse(text)).hasToString(text);
  }

  @Test
  void aPositionBehindAnItemKnowsItAgain() {
    RingPosition behind =
        RingPosition.parse("5f3a9c01d2e4b687/4").behind(5, HexFormat.of().parseHex(ITEM));
    assertThat(behind.toString()).startsWith("5f3a9c01d2e4b687/5/").hasSize(27);
    assertThat(RingPosition.parse(behind.toString())).isEqualTo(behind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "41", "1-0", "5f3a9c01d2e4b687/-2", "5f3a9c01d2e4b687/1/x", "$"})
  void anythingElseIsRefusedWithASentence(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RingPosition.parse(text))
        .withMessageContaining("'" + text + "' is no position in a ring");
  }
}
