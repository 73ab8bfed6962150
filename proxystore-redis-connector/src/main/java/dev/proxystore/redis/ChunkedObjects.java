package dev.proxystore.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * Objects larger than one value. Chunk {@code n} lies under the key {@code store/version/n}, which
 * no object has, and a {@link Manifest} under the object's own key. The manifest is written when
 * all chunks are there and removed before any of them goes, and each write has a version of its
 * own: a reader finds all of one object or learns that it is gone. In a cluster the chunks of an
 * object spread over the nodes.
 *
 * <p>While an object is written its chunks live for {@link #LEASE}, so that what a writer that dies
 * leaves behind goes by itself; once all are there the lease is lifted, and then the manifest is
 * written. Chunks of an object with a time to live outlive its manifest by the lease, so that a
 * reader that has the manifest also gets the chunks. Chunks that nobody finds stay for good only
 * where a connection breaks, or a process dies, in the moment between lifting the lease and writing
 * the manifest, or between removing or replacing a manifest and removing its chunks.
 */
final class ChunkedObjects {
  /** How long a chunk stays that no manifest names yet or any more. */
  static final Duration LEASE = Duration.ofHours(1);

  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 16;

  private final String store;
  private final RedisServers servers;
  private final CommandObjects commands;
  private final int chunkSize;

  ChunkedObjects(String store, RedisServers servers, CommandObjects commands, int chunkSize) {
    this.store = store;
    this.servers = servers;
    this.commands = commands;
    this.chunkSize = chunkSize;
  }

  /** Writes the chunks of an object; the caller makes it visible by storing the manifest. */
  Manifest write(byte[] bytes, Duration timeToLive) {
    Manifest manifest = Manifest.of(bytes.length, chunkSize);
    try {
      SetParams lease = Expiry.parameters(LEASE);
      servers.runAll(
          each(
              manifest,
              chunk ->
                  new Request<>(
                      manifest.size(chunk),
                      () ->
                          Payload.set(key(manifest, chunk), slice(bytes, manifest, chunk), lease))),
          (chunk, ok) -> {});
      finish(manifest, timeToLive);
      return manifest;
    } catch (JedisException e) {
      removeQuietly(manifest);
      throw e;
    }
  }

  /** Writes one chunk of an object of which more are to come. */
  void write(String version, int chunk, byte[] bytes) {
    var unused = servers.run(Payload.set(key(version, chunk), bytes, Expiry.parameters(LEASE)));
  }

  /** Lets what was written so far stay for another lease. */
  void renewLease(String version, int chunks) {
    long millis = Expiry.millis(LEASE);
    servers.runAll(
        IntStream.range(0, chunks)
            .mapToObj(chunk -> Request.small(commands.pexpire(key(version, chunk), millis)))
            .toList(),
        (chunk, changed) -> {});
  }

  /** All chunks were written: they stay for as long as the object, if all are there. */
  void finish(Manifest manifest, Duration timeToLive) {
    liftLease(manifest, timeToLive);
    requireAll(manifest);
  }

  private static byte[] slice(byte[] bytes, Manifest manifest, int chunk) {
    int start = (int) manifest.start(chunk);
    return Arrays.copyOfRange(bytes, start, start + manifest.size(chunk));
  }

  private void liftLease(Manifest manifest, Duration timeToLive) {
    servers.runAll(
        each(
            manifest,
            chunk ->
                Request.small(
                    timeToLive.isZero()
                        ? commands.persist(key(manifest, chunk))
                        : commands.pexpire(
                            key(manifest, chunk), Expiry.millis(timeToLive.plus(LEASE))))),
        (chunk, changed) -> {});
  }

  private void requireAll(Manifest manifest) {
    servers.runAll(
        each(manifest, chunk -> Request.small(commands.exists(key(manifest, chunk)))),
        (chunk, exists) -> {
          if (!Boolean.TRUE.equals(exists)) {
            throw new JedisException(
                "chunk %d of %d went while the others were written; is the server short of memory?"
                    .formatted(chunk + 1, manifest.chunks()));
          }
        });
  }

  void removeQuietly(Manifest manifest) {
    try {
      remove(List.of(manifest));
    } catch (JedisException e) {
      // The lease removes them later; the error that led here is the one to report.
    }
  }

  /**
   * The object, or empty if one of its chunks is gone.
   *
   * @throws JedisException if it is longer than an array
   */
  Optional<byte[]> read(Manifest manifest) {
    if (manifest.length() > LONGEST_ARRAY) {
      throw new JedisException(
          "its %d bytes are more than an array takes; read it as a stream"
              .formatted(manifest.length()));
    }
    Assembly assembly = new Assembly(manifest);
    servers.runAll(
        each(
            manifest,
            chunk -> new Request<>(manifest.size(chunk), () -> commands.get(key(manifest, chunk)))),
        assembly);
    return assembly.whole();
  }

  /**
   * A range of an object.
   *
   * @throws JedisException also if a chunk of it is gone
   */
  byte[] read(Manifest manifest, long position, int length) {
    List<ChunkRange> ranges = ChunkRange.of(manifest, position, length);
    List<Request<byte[]>> requests =
        ranges.stream()
            .map(range -> new Request<>(range.length(), () -> fetch(manifest, range)))
            .toList();
    List<byte[]> parts = new ArrayList<>();
    servers.runAll(
        requests,
        (i, part) -> {
          if (part == null || part.length != ranges.get(i).length()) {
            throw new JedisException("it went, or was replaced, while it was read");
          }
          parts.add(part);
        });
    return parts.size() == 1 ? parts.get(0) : ChunkRange.join(parts, length);
  }

  private CommandObject<byte[]> fetch(Manifest manifest, ChunkRange range) {
    byte[] key = key(manifest, range.chunk());
    return range.length() == manifest.size(range.chunk())
        ? commands.get(key)
        : commands.getrange(key, range.start(), range.start() + range.length() - 1);
  }

  /** Lets the chunks stay for as long as their manifests are about to, and the lease. */
  void renew(Collection<Manifest> manifests, Duration timeToLive) {
    long millis = Expiry.millis(timeToLive.plus(LEASE));
    List<Request<Long>> requests =
        manifests.stream()
            .flatMap(
                manifest ->
                    each(
                        manifest,
                        chunk -> Request.small(commands.pexpire(key(manifest, chunk), millis)))
                        .stream())
            .toList();
    servers.runAll(requests, (chunk, changed) -> {});
  }

  void remove(Collection<Manifest> manifests) {
    List<Request<Long>> requests =
        manifests.stream()
            .flatMap(
                manifest ->
                    each(manifest, chunk -> Request.small(commands.unlink(key(manifest, chunk))))
                        .stream())
            .toList();
    servers.runAll(requests, (chunk, removed) -> {});
  }

  private static <T> List<Request<T>> each(Manifest manifest, IntFunction<Request<T>> request) {
    return IntStream.range(0, manifest.chunks()).mapToObj(request).toList();
  }

  private byte[] key(Manifest manifest, int chunk) {
    return key(manifest.version(), chunk);
  }

  private byte[] key(String version, int chunk) {
    return (store + "/" + version + "/" + chunk).getBytes(UTF_8);
  }

  /** Puts chunks together, in memory that is taken when the first one is there. */
  private static final class Assembly implements RedisServers.Sink<byte[]> {
    private final Manifest manifest;
    private byte @Nullable [] bytes;
    private int arrived;

    Assembly(Manifest manifest) {
      this.manifest = manifest;
    }

    @Override
    public void accept(int index, byte @Nullable [] chunk) {
      if (chunk != null && chunk.length == manifest.size(index)) {
        byte[] target = bytes == null ? new byte[(int) manifest.length()] : bytes;
        System.arraycopy(chunk, 0, target, (int) manifest.start(index), chunk.length);
        bytes = target;
        arrived++;
      }
    }

    Optional<byte[]> whole() {
      return arrived == manifest.chunks() ? Optional.ofNullable(bytes) : Optional.empty();
    }
  }
}
