package dev.proxystore.hazelcast;

import com.hazelcast.map.IMap;
import dev.proxystore.connector.Key;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns objects into what lies under their ids, and back. That is the bytes, or for a large object
 * a {@link Manifest} of its chunks: entries of the same map, under keys that no other object ever
 * has, so that the parts of two objects never mix.
 */
final class ChunkedObjects {
  /** How much longer than its object a chunk lives, for a slow writer and a slow reader. */
  static final long GRACE_SECONDS = 60;

  private final IMap<String, Object> map;
  private final Calls calls;
  private final Placement placement;
  private final int size;
  private final int inFlight;

  ChunkedObjects(
      IMap<String, Object> map, Calls calls, Placement placement, HazelcastOptions options) {
    this.map = map;
    this.calls = calls;
    this.placement = placement;
    this.size = options.chunkSize();
    this.inFlight = options.inFlight();
  }

  /**
   * What goes under an object's id: its bytes, or the list of its chunks, which are then stored.
   */
  Object prepare(String problem, byte[] bytes, long seconds) {
    return bytes.length > size ? write(problem, bytes, seconds).text() : bytes;
  }

  /** Stores all chunks, or none if that fails. */
  private Manifest write(String problem, byte[] bytes, long seconds) {
    Manifest manifest = plan(bytes.length);
    long lifetime = seconds == 0 ? 0 : seconds + GRACE_SECONDS;
    try {
      calls.each(
          problem,
          manifest.chunks().size(),
          i ->
              map.setAsync(
                  manifest.chunks().get(i), cut(bytes, manifest, i), lifetime, TimeUnit.SECONDS),
          (done, i) -> {});
    } catch (RuntimeException e) {
      removeAfter(e, manifest);
      throw e;
    }
    return manifest;
  }

  private Manifest plan(int length) {
    String prefix = "chunk-" + UUID.randomUUID() + ".";
    List<String> keys =
        IntStream.range(0, Manifest.count(length, size))
            .mapToObj(i -> placement.place(prefix + i))
            .toList();
    return new Manifest(length, size, keys);
  }

  private static byte[] cut(byte[] bytes, Manifest manifest, int chunk) {
    int start = manifest.start(chunk);
    return Arrays.copyOfRange(bytes, start, start + manifest.length(chunk));
  }

  /** What lies under an object's id. */
  @Nullable Object lookUp(Key key) {
    return calls.one("cannot read the object " + key.id(), () -> map.get(key.id()));
  }

  /** The object, from what lies under its id. */
  Optional<byte[]> whole(Key key, @Nullable Object found) {
    Object value = found;
    while (value != null && !(value instanceof byte[])) {
      String problem = "cannot read the object " + key.id();
      Optional<byte[]> bytes = read(problem, manifest(problem, value));
      if (bytes.isPresent()) {
        return bytes;
      }
      Object now = lookUp(key);
      if (value.equals(now)) {
        throw calls.failure(problem, "the cluster lost a part of it, with a member or by eviction");
      }
      value = now; // it was evicted or replaced in the meantime
    }
    return Optional.ofNullable((byte[]) value);
  }

  private Manifest manifest(String problem, Object value) {
    return (value instanceof String text ? Manifest.parse(text) : Optional.<Manifest>empty())
        .orElseThrow(
            () ->
                calls.failure(
                    problem,
                    "expected bytes or a list of chunks, found a foreign "
                        + value.getClass().getName()));
  }

  /** The object, or empty if a chunk is missing or is not as long as it should be. */
  private Optional<byte[]> read(String problem, Manifest manifest) {
    byte[] bytes = new byte[manifest.length()];
    int count = manifest.chunks().size();
    for (int start = 0; start < count; start += inFlight) {
      int end = Math.min(count, start + inFlight);
      Set<String> keys = Set.copyOf(manifest.chunks().subList(start, end));
      Map<String, Object> found = calls.one(problem, () -> map.getAll(keys));
      for (int i = start; i < end; i++) {
        if (!(found.get(manifest.chunks().get(i)) instanceof byte[] chunk)
            || chunk.length != manifest.length(i)) {
          return Optional.empty();
        }
        System.arraycopy(chunk, 0, bytes, manifest.start(i), chunk.length);
      }
    }
    return Optional.of(bytes);
  }

  /** Removes the chunks of what was replaced by something else, or removed. */
  void discard(String problem, @Nullable Object gone, @Nullable Object present) {
    // A put that Hazelcast repeated after it lost a member finds what it has put itself.
    if (gone instanceof String text && !text.equals(present)) {
      Manifest.parse(text).ifPresent(manifest -> remove(problem, manifest));
    }
  }

  private void remove(String problem, Manifest manifest) {
    calls.each(
        problem,
        manifest.chunks().size(),
        i -> map.deleteAsync(manifest.chunks().get(i)),
        (done, i) -> {});
  }

  private void removeAfter(RuntimeException failure, Manifest manifest) {
    try {
      remove("cannot remove chunks that were written in vain", manifest);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
