package dev.proxystore.redis;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.StreamableConnector.Download;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisException;

/** The objects of {@link RedisObjects}, written and read in pieces. */
final class RedisObjectStreams {
  private static final CommandObjects COMMANDS = new CommandObjects(RedisProtocol.RESP2);

  private final RedisObjects objects;
  private final String store;
  private final int chunkSize;
  private final RedisServers servers;
  private final ChunkedObjects chunks;

  RedisObjectStreams(
      RedisObjects objects,
      String store,
      int chunkSize,
      RedisServers servers,
      ChunkedObjects chunks) {
    this.objects = objects;
    this.store = store;
    this.chunkSize = chunkSize;
    this.servers = servers;
    this.chunks = chunks;
  }

  RedisUpload upload(Key key, Duration timeToLive, Consumer<Runnable> attempt) {
    return new RedisUpload(chunks, chunkSize, new WholeObject(key, timeToLive), attempt);
  }

  /** What an upload becomes: an object as {@link #put} stores it. */
  private final class WholeObject implements RedisUpload.Target {
    private final Key key;
    private final Duration timeToLive;

    WholeObject(Key key, Duration timeToLive) {
      this.key = key;
      this.timeToLive = timeToLive;
    }

    @Override
    public void put(byte[] bytes) {
      objects.put(key, bytes, timeToLive);
    }

    @Override
    public void put(Manifest manifest) {
      objects.putSplit(key, manifest, timeToLive);
    }

    @Override
    public Duration timeToLive() {
      return timeToLive;
    }
  }

  /** An object to read in pieces: a value, or chunks if what lies there is their manifest. */
  Optional<Download> download(Key key, Function<Supplier<byte[]>, byte[]> answer) {
    List<Object> found = new ArrayList<>();
    servers.runAll(
        List.of(
            Request.small(
                RedisObjects.raw(
                    COMMANDS.getrange(ReleasedBy.object(store, key), 0, Manifest.LONGEST))),
            Request.small(RedisObjects.raw(COMMANDS.strlen(ReleasedBy.object(store, key)))),
            Request.small(RedisObjects.raw(COMMANDS.exists(ReleasedBy.object(store, key))))),
        (i, value) -> found.add(requireNonNull(value)));
    long length = (Long) found.get(1);
    if (found.get(2).equals(0L)) {
      return Optional.empty();
    }
    return length == key.length() && !key.isDeferred()
        ? Optional.of(plain(key, length, answer))
        : Manifest.parse((byte[]) found.get(0))
            .<Download>map(manifest -> split(manifest, answer))
            .or(() -> Optional.of(plain(key, length, answer)));
  }

  private Download plain(Key key, long length, Function<Supplier<byte[]>, byte[]> answer) {
    return new RedisDownload(
        length,
        RedisDownload.LARGEST_PIECE,
        (position, count) -> {
          byte[] bytes =
              servers.run(
                  COMMANDS.getrange(ReleasedBy.object(store, key), position, position + count - 1));
          if (bytes == null || bytes.length != count) {
            throw new JedisException("it went, or was replaced, while it was read");
          }
          return bytes;
        },
        answer);
  }

  private Download split(Manifest manifest, Function<Supplier<byte[]>, byte[]> answer) {
    return new RedisDownload(
        manifest.length(),
        Math.min(manifest.chunkSize(), RedisDownload.LARGEST_PIECE),
        (position, count) -> chunks.read(manifest, position, count),
        answer);
  }
}
