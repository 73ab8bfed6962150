package dev.proxystore.redis;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.SummedBytes;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionFactory;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.PushConsumerChain;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.util.RedisInputStream;
import redis.clients.jedis.util.RedisOutputStream;

/**
 * A connection that makes the checksums of large values block by block, while they are sent and
 * received: a block is in the processor's cache then, and the server has work of its own. Large
 * values are also read past the library's buffer, from the socket into their array.
 */
final class SummingConnection extends Connection {
  /** How many bytes are summed and moved at a time. */
  static final int BLOCK = 64 << 10;

  /** Takes the names and parameters of a command, no values. */
  private static final int SMALL_BUFFER = 4 << 10;

  private final OwnSocket socket;
  private boolean isReplySummed;

  private SummingConnection(OwnSocket socket, JedisClientConfig configuration) {
    super(new Builder().socketFactory(socket).clientConfig(configuration));
    this.socket = socket;
  }

  /** Makes connections to one server, for a pool. */
  static ConnectionFactory factory(HostAndPort server, JedisClientConfig configuration) {
    return ConnectionFactory.builder()
        .hostAndPort(server)
        .clientConfig(configuration)
        .connectionBuilder(new Maker(server, configuration))
        .build();
  }

  @Override
  public void sendCommand(CommandArguments command) {
    isReplySummed = command instanceof Fetch fetch && fetch.isSummed();
    if (command instanceof SummedPut put) {
      connect();
      flush();
      write(put);
    } else {
      super.sendCommand(command);
    }
  }

  private void write(SummedPut put) {
    try {
      put.writeTo(new RedisOutputStream(socket.current().getOutputStream(), SMALL_BUFFER));
    } catch (IOException e) {
      setBroken();
      throw new JedisConnectionException(e);
    } catch (RuntimeException | Error e) {
      setBroken();
      throw e;
    }
  }

  /** Reads a value itself; all else is left to the library, which is also who marks errors. */
  @Override
  protected @Nullable Object protocolRead(RedisInputStream in, PushConsumerChain consumer) {
    boolean isSummed = isReplySummed;
    isReplySummed = false;
    if (!in.peek(Protocol.DOLLAR_BYTE)) {
      return super.protocolRead(in, consumer);
    }
    in.readByte();
    int length = in.readIntCrLf();
    if (length < 0) {
      return null;
    }
    return isSummed ? readSummed(in, length) : readValue(in, length, null);
  }

  private SummedBytes readSummed(RedisInputStream in, int length) {
    CRC32C crc = new CRC32C();
    byte[] bytes = readValue(in, length, crc);
    return SummedBytes.of(bytes, (int) crc.getValue());
  }

  /** What is buffered comes first: a read of less than was asked for has emptied the buffer. */
  private byte[] readValue(RedisInputStream in, int length, @Nullable CRC32C crc) {
    byte[] bytes = new byte[length];
    int start = 0;
    while (start < length) {
      int missing = length - start;
      int count =
          start > 0 && missing >= BLOCK ? readPast(bytes, start) : in.read(bytes, start, missing);
      if (crc != null) {
        crc.update(bytes, start, count);
      }
      start += count;
    }
    in.readByte();
    in.readByte();
    return bytes;
  }

  private int readPast(byte[] bytes, int start) {
    try {
      InputStream in = socket.current().getInputStream();
      int count = in.read(bytes, start, BLOCK);
      if (count < 0) {
        throw new JedisConnectionException("Unexpected end of stream.");
      }
      return count;
    } catch (IOException e) {
      throw new JedisConnectionException(e);
    }
  }

  /** Makes the socket of one connection, and remembers it. */
  private static final class OwnSocket extends DefaultJedisSocketFactory {
    private @Nullable Socket current;

    OwnSocket(HostAndPort server, JedisClientConfig configuration) {
      super(server, configuration);
    }

    @Override
    public Socket createSocket() {
      current = super.createSocket();
      return current;
    }

    Socket current() {
      return requireNonNull(current, "socket");
    }
  }

  /** Gives each connection a maker of sockets of its own. */
  private static final class Maker extends Builder {
    private final HostAndPort server;
    private final JedisClientConfig configuration;

    Maker(HostAndPort server, JedisClientConfig configuration) {
      this.server = server;
      this.configuration = configuration;
    }

    @Override
    protected Connection createConnection() {
      return new SummingConnection(new OwnSocket(server, configuration), configuration);
    }
  }
}
