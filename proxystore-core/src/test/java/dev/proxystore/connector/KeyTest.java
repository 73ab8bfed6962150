package dev.proxystore.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.proxystore.serialize.Descriptor;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class KeyTest {
  private static final Descriptor DESCRIPTOR = new Descriptor("bytes", 1, OptionalInt.empty());

  @Test
  void anIdHasOneTo512Characters() {
    assertThat(new Key("x".repeat(512), DESCRIPTOR).length()).isOne();
    assertThatIllegalArgumentException().isThrownBy(() -> new Key("", DESCRIPTOR));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Key("x".repeat(513), DESCRIPTOR))
        .withMessageContaining("found 513");
  }

  @Test
  void anIdThatUtf8CannotExpressIsRefusedRatherThanMixedUpWithAnother() {
    assertThat(new Key("😀", DESCRIPTOR).id()).isEqualTo("😀");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Key("a\ud83d", DESCRIPTOR))
        .withMessageContaining("lone surrogate");
  }
}
