package dev.proxystore.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.proxystore.stream.event.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;

/** Takes the answers of a server apart, as they come over the older protocol. */
final class Replies {
  private Replies() {}

  /** A list; a missing one is empty. */
  @SuppressWarnings("unchecked") // lists of the client library hold what the protocol knows
  static List<Object> list(@Nullable Object reply) {
    if (reply instanceof JedisDataException error) {
      throw error;
    }
    return reply == null ? List.of() : (List<Object>) reply;
  }

  static byte[] bytes(@Nullable Object reply) {
    return (byte[]) requireNonNull(reply, "reply");
  }

  static String text(@Nullable Object reply) {
    return new String(bytes(reply), UTF_8);
  }

  static long number(@Nullable Object reply) {
    return (Long) requireNonNull(reply, "reply");
  }

  static List<byte[]> frames(@Nullable Object reply) {
    return list(reply).stream().map(Replies::bytes).toList();
  }

  /** The values of a hash, of those fields that a caller wants. */
  static List<byte[]> frames(@Nullable Object hash, Predicate<String> wanted) {
    List<Object> pairs = list(hash);
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i += 2) {
      if (wanted.test(text(pairs.get(i)))) {
        frames.add(bytes(pairs.get(i + 1)));
      }
    }
    return frames;
  }

  /**
   * An entry of a stream.
   *
   * @param kind the name of its first field
   * @param message the value of that, empty if the entry was removed
   */
  record Entry(String kind, Message message) {}

  /** The entries of one stream. */
  static List<Entry> entries(int partition, @Nullable Object reply) {
    List<Entry> entries = new ArrayList<>();
    for (Object each : list(reply)) {
      List<Object> entry = list(each);
      List<Object> fields = list(entry.get(1));
      String kind = fields.isEmpty() ? "" : text(fields.get(0));
      byte[] frame = fields.isEmpty() ? new byte[0] : bytes(fields.get(1));
      entries.add(new Entry(kind, new Message(partition, text(entry.get(0)), frame)));
    }
    return entries;
  }
}
