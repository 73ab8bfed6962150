package dev.proxystore.connector.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FileNamesTest {

  @ParameterizedTest
  @CsvSource({
    "4k9x, 4k9x",
    "a.b, a.b",
    ".., %2E.",
    ".writing-1, %2Ewriting-1",
    "a/b, a%2Fb",
    "a b, a%20b",
    "%2F, %252F",
    "ü, %C3%BC",
    "x~y, x%7Ey"
  })
  void anIdIsWrittenWithPlainCharacters(String id, String name) {
    assertThat(FileNames.of(id)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        ".",
        "../../etc/passwd",
        "/etc/passwd",
        "..\\x",
        "C:\\x",
        "a\u0000b",
        ".expires-x"
      })
  void aHostileIdNeitherLeavesTheFolderNorMeetsAnInternalFile(String id) {
    assertThat(FileNames.of(id)).matches("[A-Za-z0-9%_@-][A-Za-z0-9%_@.-]*");
  }

  @Test
  void differentIdsHaveDifferentNamesThatAFileSystemTakes() {
    String stem = "猫".repeat(500);
    List<String> names =
        Stream.of(stem + "a", stem + "b", "x".repeat(200), "x".repeat(201), "x".repeat(512))
            .map(FileNames::of)
            .toList();
    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.length() <= 200);
  }
}
