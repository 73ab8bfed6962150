package dev.proxystore.hazelcast;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What lies under the id of a split object, in place of its bytes: a text, which tells it from
 * them. Version 1 is the line {@code chunks/1 length size} and the key of each chunk in a line of
 * its own. While the object is being removed, {@code removed} and a blank stand before that.
 *
 * @param length bytes in the object
 * @param size bytes in each chunk but the last
 * @param chunks keys of the chunks, in order
 */
record Manifest(long length, int size, List<String> chunks) {
  static final int VERSION = 1;

  /** What a text begins with whose object is being removed. */
  private static final String REMOVED = "removed ";

  private static final Pattern HEAD =
      Pattern.compile("chunks/" + VERSION + " (\\d{1,18}) (\\d{1,10})");

  Manifest {
    chunks = List.copyOf(chunks);
    if (length < 1 || size < 1 || chunks.size() != count(length, size)) {
      throw new IllegalArgumentException(
          "%d bytes in chunks of %d bytes were given %d chunks."
              .formatted(length, size, chunks.size()));
    }
  }

  /** How many chunks it takes. */
  static long count(long length, int size) {
    return (length + size - 1) / size;
  }

  /** Where a chunk's first byte lies in the object. */
  long start(int chunk) {
    return (long) chunk * size;
  }

  int length(int chunk) {
    return (int) Math.min(size, length - start(chunk));
  }

  String text() {
    List<String> lines = new ArrayList<>();
    lines.add("chunks/%d %d %d".formatted(VERSION, length, size));
    lines.addAll(chunks);
    return String.join("\n", lines);
  }

  /** The text of an object that is being removed: nobody reads it any more. */
  static String removed(String text) {
    return isRemoved(text) ? text : REMOVED + text;
  }

  static boolean isRemoved(@Nullable Object value) {
    return value instanceof String text && text.startsWith(REMOVED);
  }

  /** Reads a text, also of an object that is being removed. */
  static Optional<Manifest> parseAny(String text) {
    return parse(isRemoved(text) ? text.substring(REMOVED.length()) : text);
  }

  /** Reads what {@link #text} wrote; empty if it is something else. */
  static Optional<Manifest> parse(String text) {
    List<String> lines = text.lines().toList();
    Matcher head = HEAD.matcher(lines.isEmpty() ? "" : lines.get(0));
    if (!head.matches()) {
      return Optional.empty();
    }
    try {
      int size = Integer.parseInt(head.group(2));
      return size > HazelcastOptions.LARGEST_CHUNK_SIZE
          ? Optional.empty()
          : Optional.of(
              new Manifest(Long.parseLong(head.group(1)), size, lines.subList(1, lines.size())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
