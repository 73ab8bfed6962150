package dev.proxystore.hazelcast;

import dev.proxystore.connector.ObjectConsumer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who has released an object, as a text. Version 1 is the line {@code released/1 end}, with the end
 * of the entry's life in milliseconds since 1970, 0 for none, and each consumer in a line of its
 * own.
 *
 * @param endMillis 0 for none
 * @param consumers the texts of those who have released it
 */
record ReleaseEntry(long endMillis, Set<String> consumers) {
  private static final String HEAD = "released/1 ";

  static ReleaseEntry until(Instant end) {
    return new ReleaseEntry(end.toEpochMilli(), Set.of());
  }

  /** Reads what {@link #text} wrote; nobody has released an object without an entry. */
  static ReleaseEntry parse(@Nullable String text) {
    if (text == null) {
      return new ReleaseEntry(0, Set.of());
    }
    String[] lines = text.split("\n", -1);
    if (!lines[0].startsWith(HEAD)) {
      throw new IllegalStateException(
          "Expected who has released an object, '%s…', found a foreign value".formatted(HEAD));
    }
    return new ReleaseEntry(
        Long.parseLong(lines[0].substring(HEAD.length())),
        Arrays.stream(lines).skip(1).collect(Collectors.toUnmodifiableSet()));
  }

  String text() {
    StringBuilder text = new StringBuilder(HEAD).append(endMillis);
    new TreeSet<>(consumers).forEach(each -> text.append('\n').append(each));
    return text.toString();
  }

  ReleaseEntry with(ObjectConsumer consumer) {
    Set<String> all = new TreeSet<>(consumers);
    all.add(consumer.text());
    return new ReleaseEntry(endMillis, all);
  }

  /** Whether so many consumers have released the object. */
  boolean isWhole(int fanOut) {
    return ObjectConsumer.countWhole(consumers) >= fanOut;
  }

  Optional<Instant> end() {
    return endMillis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(endMillis));
  }
}
