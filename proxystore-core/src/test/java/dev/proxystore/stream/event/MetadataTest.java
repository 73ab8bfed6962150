package dev.proxystore.stream.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MetadataTest {

  @Test
  void aValueIsFoundByItsNameAndType() {
    Instant time = Instant.ofEpochMilli(1234);
    Metadata metadata =
        Metadata.of("text", "a")
            .with("number", 7)
            .with("decimal", 0.5)
            .with("flag", true)
            .with("instant", time)
            .with("bytes", new byte[] {1});
    assertThat(metadata.text("text")).hasValue("a");
    assertThat(metadata.number("number")).hasValue(7L);
    assertThat(metadata.decimal("decimal")).hasValue(0.5);
    assertThat(metadata.flag("flag")).hasValue(true);
    assertThat(metadata.instant("instant")).hasValue(time);
    assertThat(metadata.bytes("bytes")).hasValue(new byte[] {1});
    assertThat(metadata.number("text")).isEmpty();
    assertThat(metadata.text("absent")).isEmpty();
  }

  @Test
  void itIsNotChangedFromOutside() {
    byte[] bytes = {1};
    Metadata metadata = Metadata.of("a", 1).with("bytes", bytes);
    bytes[0] = 2;
    metadata.bytes("bytes").orElseThrow()[0] = 3;
    ((byte[]) metadata.asMap().get("bytes"))[0] = 4;
    metadata.asMap().clear();
    assertThat(metadata.bytes("bytes")).hasValue(new byte[] {1});
  }

  @Test
  void numbersOfAMapBecomeWholeNumbersOrDecimals() {
    Map<String, Object> values = Map.of("i", 1, "s", (short) 2, "b", (byte) 3, "f", 0.5f);
    Metadata metadata = Metadata.copyOf(values);
    assertThat(metadata).isEqualTo(Metadata.of("i", 1).with("s", 2).with("b", 3).with("f", 0.5));
  }

  @Test
  void otherTypesAreRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Metadata.copyOf(Map.of("list", java.util.List.of())))
        .withMessageContaining("'list'")
        .withMessageContaining("expected a String, a whole number");
  }

  @Test
  void whatIsTooLargeIsRefusedWithTheBound() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Metadata.of("a", "x".repeat(4097)))
        .withMessageContaining("up to 4096 bytes of a text, found 4097");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Metadata.empty().with("a", new byte[(1 << 20) + 1]))
        .withMessageContaining("up to 1048576 bytes of a value");
    Map<String, Object> many = new HashMap<>();
    for (int i = 0; i <= 4096; i++) {
      many.put("name" + i, i);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Metadata.copyOf(many))
        .withMessageContaining("up to 4096 values, found 4097");
  }

  @Test
  void ofANameThatBothHaveTheUnionHasTheOthersValue() {
    Metadata union = Metadata.of("a", 1).with("b", 2).union(Metadata.of("b", 3));
    assertThat(union).isEqualTo(Metadata.of("a", 1).with("b", 3)).hasToString("{a=1, b=3}");
  }
}
