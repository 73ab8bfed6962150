package dev.proxystore.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Lua that a server runs in one step. It is sent by its digest; a server that does not know it yet,
 * or no longer after a restart, is sent the text. Immutable.
 */
final class Script {
  private final byte[] text;
  private final byte[] digest;

  Script(String lua) {
    text = lua.getBytes(UTF_8);
    digest = sha1(text);
  }

  private static byte[] sha1(byte[] bytes) {
    try {
      byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(bytes);
      return HexFormat.of().formatHex(sha1).getBytes(UTF_8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This JVM has no SHA-1, which names scripts in Redis.", e);
    }
  }

  /** Runs on the server that has the keys, which share a slot; perhaps twice. */
  @Nullable Object run(RedisServers servers, List<byte[]> keys, List<byte[]> arguments) {
    try {
      return servers.run(object(command(Command.EVALSHA, digest, keys, arguments)));
    } catch (JedisNoScriptException e) {
      return servers.run(object(command(Command.EVAL, text, keys, arguments)));
    }
  }

  /** The same as one of many commands that are sent together. */
  Request<Object> request(List<byte[]> keys, List<byte[]> arguments) {
    return Request.small(
        new Call(
            command(Command.EVALSHA, digest, keys, arguments),
            object(command(Command.EVAL, text, keys, arguments))));
  }

  /** A run by digest, and what is sent in its place to a server that does not know the script. */
  static final class Call extends CommandObject<Object> {
    private final CommandObject<Object> withText;

    private Call(CommandArguments byDigest, CommandObject<Object> withText) {
      super(byDigest, BuilderFactory.RAW_OBJECT);
      this.withText = withText;
    }

    CommandObject<Object> withText() {
      return withText;
    }
  }

  /** Runs over one connection, once. */
  @Nullable Object run(Connection connection, List<byte[]> keys, List<byte[]> arguments) {
    try {
      return connection.executeCommand(command(Command.EVALSHA, digest, keys, arguments));
    } catch (JedisNoScriptException e) {
      return connection.executeCommand(command(Command.EVAL, text, keys, arguments));
    }
  }

  private static CommandObject<Object> object(CommandArguments command) {
    return new CommandObject<>(command, BuilderFactory.RAW_OBJECT);
  }

  private static CommandArguments command(
      Command name, byte[] script, List<byte[]> keys, List<byte[]> arguments) {
    CommandArguments command = new CommandArguments(name).add(script).add(keys.size());
    keys.forEach(command::key);
    arguments.forEach(command::add);
    return command;
  }
}
