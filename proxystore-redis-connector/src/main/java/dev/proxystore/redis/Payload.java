package dev.proxystore.redis;

import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Protocol.Keyword;
import redis.clients.jedis.args.Rawable;
import redis.clients.jedis.params.SetParams;

/**
 * The bytes of an object as the argument of a command, as they are: the client library takes a copy
 * of each array that it is given. Not to be changed before the command has been answered.
 */
final class Payload implements Rawable {
  private final byte[] bytes;

  Payload(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Stores a value. */
  static CommandObject<String> set(byte[] key, byte[] value, SetParams how) {
    return new CommandObject<>(arguments(key, value, how), BuilderFactory.STRING);
  }

  /** Stores a value and answers what was there before. */
  static CommandObject<byte[]> setGet(byte[] key, byte[] value, SetParams how) {
    return new CommandObject<>(arguments(key, value, how).add(Keyword.GET), BuilderFactory.BINARY);
  }

  private static CommandArguments arguments(byte[] key, byte[] value, SetParams how) {
    return new CommandArguments(Command.SET).key(key).add(new Payload(value)).addParams(how);
  }

  @Override
  public byte[] getRaw() {
    return bytes;
  }

  /** The same argument, not one of the same bytes. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
