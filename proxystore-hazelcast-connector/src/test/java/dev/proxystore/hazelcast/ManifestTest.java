package dev.proxystore.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ManifestTest {
  private static final Manifest MANIFEST = new Manifest(25, 10, List.of("a.0", "a.1~3", "a.2"));
  private static final String VERSION_1 = "chunks/1 25 10\na.0\na.1~3\na.2";

  @Test
  void isWrittenInVersion1() {
    assertThat(MANIFEST.text()).isEqualTo(VERSION_1);
  }

  @Test
  void isReadFromVersion1() {
    assertThat(Manifest.parse(VERSION_1)).hasValue(MANIFEST);
  }

  @Test
  void saysWhereEachChunkLies() {
    assertThat(MANIFEST.start(2)).isEqualTo(20);
    assertThat(MANIFEST.length(1)).isEqualTo(10);
    assertThat(MANIFEST.length(2)).isEqualTo(5);
  }

  @Test
  void countsChunksUpToTheLargestArray() {
    assertThat(Manifest.count(Integer.MAX_VALUE, 1 << 20)).isEqualTo(2048);
    assertThat(Manifest.count(1 << 20, 1 << 20)).isEqualTo(1);
  }

  @Test
  void hasAsManyChunksAsTheLengthTakes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Manifest(25, 10, List.of("a.0", "a.1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "anything",
        "chunks/2 5 10\na.0",
        "chunks/1 25 10\na.0",
        "chunks/1 0 10",
        "chunks/1 5 0\na.0",
        "chunks/1 9999999999 10\na.0",
        "chunks/1 2147483647 2147483647\nx",
        "chunks/1 16777217 16777217\na.0"
      })
  void isNotReadFromAnythingElse(String text) {
    assertThat(Manifest.parse(text)).isEmpty();
  }
}
