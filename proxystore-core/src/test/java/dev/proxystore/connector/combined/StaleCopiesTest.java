package dev.proxystore.connector.combined;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.connector.Key;
import dev.proxystore.serialize.Descriptor;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class StaleCopiesTest {
  private final StaleCopies stale = new StaleCopies(3);

  private static List<Key> keys(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> new Key("id" + i, Descriptor.of("bytes", new byte[i])))
        .toList();
  }

  /** Which of five objects are read, if all have copies. */
  private List<Boolean> read() {
    return stale.without(keys(0, 5), List.of(some(), some(), some(), some(), some())).stream()
        .map(Optional::isPresent)
        .toList();
  }

  private static Optional<byte[]> some() {
    return Optional.of(new byte[0]);
  }

  @Test
  void aCopyIsReadUnlessItIsStale() {
    stale.add(keys(1, 3));
    assertThat(read()).containsExactly(true, false, false, true, true);
    assertThat(stale.some()).isEqualTo(keys(1, 3));
    stale.remove(keys(2, 5));
    assertThat(read()).containsExactly(true, false, true, true, true);
  }

  @Test
  void pastAsManyAsAreRememberedNoneIsRead() {
    stale.add(keys(0, 3));
    assertThat(read()).endsWith(true, true);
    stale.add(keys(3, 4));
    stale.remove(keys(0, 4));
    assertThat(read()).containsOnly(false);
    assertThat(stale.some()).isEmpty();
  }
}
