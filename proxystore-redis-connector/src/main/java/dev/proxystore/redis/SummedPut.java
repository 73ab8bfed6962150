package dev.proxystore.redis;

import dev.proxystore.serialize.Descriptor;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.zip.CRC32C;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Protocol.Keyword;
import redis.clients.jedis.args.Rawable;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.util.RedisOutputStream;

/**
 * Stores a value, answers what was there before, and makes the checksum of what it sends: block by
 * block, right before each is copied to the socket, if the connection lets it write itself; else
 * when the sum is asked for. Used by one thread.
 */
final class SummedPut extends CommandArguments {
  private final Payload value;
  private OptionalInt sum = OptionalInt.empty();

  SummedPut(byte[] key, byte[] value, SetParams how) {
    super(Command.SET);
    this.value = new Payload(value);
    key(key).add(this.value).addParams(how).add(Keyword.GET);
  }

  CommandObject<byte[]> command() {
    return new CommandObject<>(this, BuilderFactory.BINARY);
  }

  /** Writes the command as the protocol has it, and sums the value anew. */
  void writeTo(RedisOutputStream out) throws IOException {
    out.write(Protocol.ASTERISK_BYTE);
    out.writeIntCrLf(size());
    for (Rawable each : this) {
      byte[] bytes = each.getRaw();
      out.write(Protocol.DOLLAR_BYTE);
      out.writeIntCrLf(bytes.length);
      if (each == value) {
        writeSummed(bytes, out);
      } else {
        out.write(bytes);
      }
      out.writeCrLf();
    }
    out.flush();
  }

  private void writeSummed(byte[] bytes, RedisOutputStream out) throws IOException {
    CRC32C crc = new CRC32C();
    for (int start = 0; start < bytes.length; start += SummingConnection.BLOCK) {
      int length = Math.min(SummingConnection.BLOCK, bytes.length - start);
      crc.update(bytes, start, length);
      out.write(bytes, start, length);
    }
    sum = OptionalInt.of((int) crc.getValue());
  }

  /** Whether the sum was made while the value was sent. */
  boolean isSummed() {
    return sum.isPresent();
  }

  int crc32c() {
    return sum.isPresent() ? sum.getAsInt() : Descriptor.checksum(value.getRaw());
  }
}
