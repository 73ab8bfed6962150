package dev.proxystore.redis;

import java.util.function.Supplier;
import redis.clients.jedis.CommandObject;

/**
 * One of many commands that are sent together.
 *
 * @param bytes how many it sends and fetches, at most; decides how many go together
 * @param command makes the command when its turn comes, so that copies live no longer than they
 *     must
 */
record Request<T>(long bytes, Supplier<CommandObject<T>> command) {
  /** What a command without a payload counts for: its name, its key, its answer. */
  private static final int LEAST = 256;

  Request {
    bytes = Math.max(bytes, LEAST);
  }

  /** A command of a few bytes. */
  static <T> Request<T> small(CommandObject<T> command) {
    return new Request<>(0, () -> command);
  }
}
