package dev.proxystore.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChecksumFileTest {
  private static final String SUM =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @TempDir Path folder;

  @Test
  void aLineHasTheDigestTwoSpacesAndThePath() throws IOException {
    assertThat(line("file:///data/a%20b.txt")).isEqualTo(SUM + "  /data/a b.txt\n");
  }

  @Test
  void backslashesAndLineBreaksAreEscapedAndTheLineSaysSo() throws IOException {
    assertThat(line("file:///a%5Cb")).isEqualTo("\\" + SUM + "  /a\\\\b\n");
    assertThat(line("file:///a%0Ab%0D")).isEqualTo("\\" + SUM + "  /a\\nb\\r\n");
  }

  @Test
  void bytesThatAreNoTextAreWrittenAsTheyAre() throws IOException {
    assertThat(line("file:///a%FFb")).isEqualTo(SUM + "  /a\u00ffb\n");
  }

  @Test
  void whatIsNotCompletedLeavesAnEarlierFileAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("sums"), "earlier");
    try (ChecksumFile checksums = new ChecksumFile(file)) {
      checksums.add(result("file:///a"));
    }
    assertThat(file).hasContent("earlier");
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  private String line(String uri) throws IOException {
    Path file = folder.resolve("sums");
    try (ChecksumFile checksums = new ChecksumFile(file)) {
      checksums.add(result(uri));
      checksums.complete();
    }
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  private static FileResult result(String uri) {
    return new FileResult(uri, 0, SUM, "", null);
  }
}
