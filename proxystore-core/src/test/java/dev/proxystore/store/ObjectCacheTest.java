package dev.proxystore.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.connector.Key;
import dev.proxystore.serialize.Descriptor;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ObjectCacheTest {
  private static final int PUTS = 500;

  private static Key key(String id, long length) {
    return new Key(id, new Descriptor("bytes", length, OptionalInt.empty()));
  }

  private static long kept(ObjectCache cache, long length) {
    return IntStream.range(0, PUTS).filter(i -> cache.get(key("id" + i, length)) != null).count();
  }

  private static ObjectCache filled(int mostObjects, long mostBytes, int length) {
    ObjectCache cache = ObjectCache.of(mostObjects, mostBytes);
    IntStream.range(0, PUTS).forEach(i -> cache.put(key("id" + i, length), i));
    return cache;
  }

  @ParameterizedTest
  @CsvSource({
    "16, 1000000, 1, 16",
    "16, 1000000, 0, 16",
    "3, 1000000, 10, 3",
    "1, 1000000, 10, 1",
    "300, 1000, 1, 300",
    "16, 1000, 200, 5",
    "16, 1000, 1000, 1",
    "16, 1000, 1001, 0",
    "16, 6000000000, 1900000000, 3",
    "16, 6000000000, 10, 16",
  })
  void theCacheIsBoundedByBytesAsWellAsByCount(int objects, long bytes, int length, int expected) {
    assertThat(kept(filled(objects, bytes, length), length)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0, 1000", "16, 0", "0, 0"})
  void aBoundOfZeroSwitchesItOff(int objects, long bytes) {
    ObjectCache cache = filled(objects, bytes, 0);
    assertThat(cache.isOn()).isFalse();
    assertThat(kept(cache, 0)).isZero();
  }

  @Test
  void whatIsAskedForTwiceIsTheSameInstance() {
    ObjectCache cache = ObjectCache.of(16, 1000);
    Object value = new Object();
    Key key = key("a", 10);
    cache.put(key, value);
    assertThat(cache.get(key)).isSameAs(value).isSameAs(cache.get(key));
  }

  @Test
  void aKeyThatDescribesOtherBytesIsNotAnswered() {
    ObjectCache cache = ObjectCache.of(16, 1000);
    cache.put(key("a", 10), "value");
    assertThat(cache.get(key("a", 11))).isNull();
  }

  @Test
  void whatIsRemovedIsGone() {
    ObjectCache cache = filled(16, 1000, 1);
    cache.put(key("a", 1), "value");
    cache.remove("a");
    assertThat(cache.get(key("a", 1))).isNull();
    cache.clear();
    assertThat(kept(cache, 1)).isZero();
  }
}
