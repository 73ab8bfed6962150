package dev.proxystore.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ManifestTest {
  private static final String VERSION = "0b5a2d1c-7e39-4f60-8a1b-2c3d4e5f6071";

  @Test
  void version1IsReadAsItWasStored() {
    byte[] stored = ("proxystore-chunks 1 " + VERSION + " 5255225 1048576").getBytes(UTF_8);
    Manifest manifest = new Manifest(VERSION, 5255225, 1048576);
    assertThat(Manifest.parse(stored)).hasValue(manifest);
    assertThat(manifest.toBytes()).isEqualTo(stored);
  }

  @Test
  void theLargestOneIsShorterThanTheBound() {
    Manifest largest = Manifest.of(Integer.MAX_VALUE, RedisOptions.LARGEST_CHUNK_SIZE);
    assertThat(largest.toBytes()).hasSizeLessThanOrEqualTo(Manifest.LONGEST);
    assertThat(Manifest.parse(largest.toBytes())).hasValue(largest);
  }

  @Test
  void chunksCoverTheObject() {
    Manifest manifest = new Manifest(VERSION, 5 * (1 << 20) + 1, 2 << 20);
    assertThat(manifest.chunks()).isEqualTo(3);
    assertThat(manifest.start(2)).isEqualTo(4 << 20);
    assertThat(manifest.size(1)).isEqualTo(2 << 20);
    assertThat(manifest.size(2)).isEqualTo((1 << 20) + 1);
    assertThat(new Manifest(VERSION, 4 << 20, 2 << 20).chunks()).isEqualTo(2);
    assertThat(Manifest.of(Integer.MAX_VALUE, 512 << 20).size(3)).isEqualTo((512 << 20) - 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "proxystore-chunks",
        "proxystore-chunks 2 " + VERSION + " 5255225 1048576",
        "proxystore-chunks 1 " + VERSION + " 5255225 0",
        "proxystore-chunks 1 " + VERSION + " 5255225 1",
        "proxystore-chunks 1 " + VERSION + " 1048576 1048576",
        "proxystore-chunks 1 " + VERSION + " 99999999999999 1048576",
        "proxystore-chunks 1 " + VERSION + " 5255225 1048576 and more"
      })
  void otherBytesAreNoManifest(String value) {
    assertThat(Manifest.parse(value.getBytes(UTF_8))).isEmpty();
  }
}
