package dev.proxystore.redis;

import dev.proxystore.connector.SummedBytes;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Builder;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol.Command;

/**
 * Asks for a value, and perhaps for its checksum too: that is made while the value comes, if the
 * connection can; else when it is looked at.
 */
final class Fetch extends CommandArguments {
  private static final Builder<SummedBytes> ANSWER =
      new Builder<>() {
        @Override
        @SuppressWarnings("NullAway") // what the library has for no value
        public SummedBytes build(@Nullable Object reply) {
          return reply instanceof byte[] bytes ? SummedBytes.of(bytes) : (SummedBytes) reply;
        }
      };

  private final boolean isSummed;

  private Fetch(Command command, byte[] key, boolean isSummed) {
    super(command);
    this.isSummed = isSummed;
    key(key);
  }

  static CommandObject<SummedBytes> get(byte[] key, boolean isSummed) {
    return new CommandObject<>(new Fetch(Command.GET, key, isSummed), ANSWER);
  }

  /** The same, which also removes it. */
  static CommandObject<SummedBytes> getDel(byte[] key, boolean isSummed) {
    return new CommandObject<>(new Fetch(Command.GETDEL, key, isSummed), ANSWER);
  }

  /** Whether the checksum is going to be looked at. */
  boolean isSummed() {
    return isSummed;
  }
}
