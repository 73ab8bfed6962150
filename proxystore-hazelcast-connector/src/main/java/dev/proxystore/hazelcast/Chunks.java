package dev.proxystore.hazelcast;

import com.hazelcast.map.IMap;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The parts of large objects: entries of the same map, under keys that no other object ever has, so
 * that the parts of two objects never mix. Nobody sees them but who has the {@link Manifest}.
 */
final class Chunks {
  /** How much longer than its object a chunk lives, for a slow writer and a slow reader. */
  static final long GRACE_SECONDS = 60;

  private final IMap<String, Object> map;
  private final Calls calls;
  private final Placement placement;
  private final int size;
  private final int inFlight;

  Chunks(IMap<String, Object> map, Calls calls, Placement placement, HazelcastOptions options) {
    this.map = map;
    this.calls = calls;
    this.placement = placement;
    this.size = options.chunkSize();
    this.inFlight = options.inFlight();
  }

  boolean splits(int length) {
    return length > size;
  }

  /** Stores all chunks, or none if that fails. */
  Manifest write(String problem, byte[] bytes, long seconds) {
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

  /** The object, or empty if a chunk is missing or is not as long as it should be. */
  Optional<byte[]> read(String problem, Manifest manifest) {
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

  void remove(String problem, Manifest manifest) {
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
