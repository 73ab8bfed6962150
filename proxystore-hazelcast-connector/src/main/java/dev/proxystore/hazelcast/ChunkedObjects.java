package dev.proxystore.hazelcast;

import com.hazelcast.map.IMap;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StreamableConnector.Download;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns objects into what lies under their ids, and back. That is the bytes, or for a large object
 * a {@link Manifest} of its chunks: entries of the same map, under keys that no other object ever
 * has, so that the parts of two objects never mix.
 *
 * <p>Whoever dies on the way leaves word of the chunks. A writer notes them beside the object's id
 * before it stores any. Who removes an object says so under its id first: it is gone for readers,
 * and who removes it again finds the chunks.
 */
final class ChunkedObjects {
  /** How much longer than its object a chunk lives, for a slow writer and a slow reader. */
  static final long GRACE_SECONDS = 60;

  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 16;

  private final IMap<String, Object> map;
  private final Calls calls;
  private final Placement placement;
  private final int size;

  ChunkedObjects(
      IMap<String, Object> map, Calls calls, Placement placement, HazelcastOptions options) {
    this.map = map;
    this.calls = calls;
    this.placement = placement;
    this.size = options.chunkSize();
  }

  /**
   * What goes under an object's id: its bytes, or the list of its chunks, which are then stored.
   */
  Object prepare(String problem, Key key, byte[] bytes, long seconds) {
    return bytes.length > size ? write(problem, key, bytes, seconds).text() : bytes;
  }

  /** Stores all chunks, or none if that fails. */
  private Manifest write(String problem, Key key, byte[] bytes, long seconds) {
    Manifest manifest = plan(bytes.length);
    long lifetime = seconds == 0 ? 0 : seconds + GRACE_SECONDS;
    String note = ObjectNames.note(key.id(), manifest);
    calls.run(problem, () -> map.set(note, manifest.text(), lifetime, TimeUnit.SECONDS));
    try {
      calls.each(
          problem,
          manifest.chunks().size(),
          i -> {
            byte[] chunk = cut(bytes, manifest, i);
            map.set(manifest.chunks().get(i), chunk, lifetime, TimeUnit.SECONDS);
            return true;
          });
    } catch (RuntimeException e) {
      removeAfter(e, note, manifest);
      throw e;
    }
    return manifest;
  }

  private Manifest plan(int length) {
    String prefix = ObjectNames.newChunks();
    List<String> keys =
        IntStream.range(0, (int) Manifest.count(length, size))
            .mapToObj(i -> placement.place(prefix + i))
            .toList();
    return new Manifest(length, size, keys);
  }

  int chunkSize() {
    return size;
  }

  /** Where a chunk of an object goes whose chunks have a common prefix. */
  String chunkKey(String prefix, int chunk) {
    return placement.place(prefix + chunk);
  }

  /** Notes beside an object's id which chunks are about to be written. */
  void note(String problem, Key key, Manifest planned, long lifetime) {
    String note = ObjectNames.note(key.id(), planned);
    calls.run(problem, () -> map.set(note, planned.text(), lifetime, TimeUnit.SECONDS));
  }

  /** Writes chunks of an object, some at the same time. */
  void writeChunks(String problem, List<String> keys, byte[] bytes, long lifetime) {
    calls.each(
        problem,
        keys.size(),
        i -> {
          byte[] chunk =
              Arrays.copyOfRange(bytes, i * size, Math.min(bytes.length, (i + 1) * size));
          map.set(keys.get(i), chunk, lifetime, TimeUnit.SECONDS);
          return true;
        });
  }

  /**
   * Lets the chunks of an object that is about to be there stay for as long as it, if all are.
   *
   * @param seconds its time to live; 0 if it stays, as chunks that are there do
   */
  void keepForLifeOf(String problem, Manifest manifest, long seconds) {
    long life = seconds + GRACE_SECONDS;
    List<@Nullable Boolean> kept =
        calls.each(
            problem,
            manifest.chunks().size(),
            i -> {
              String chunk = manifest.chunks().get(i);
              return seconds == 0
                  ? map.containsKey(chunk)
                  : map.setTtl(chunk, life, TimeUnit.SECONDS);
            });
    if (kept.contains(false)) {
      throw calls.failure(problem, "a part of it went while others were written");
    }
  }

  /** A range of an object in chunks. */
  byte[] read(String problem, Manifest manifest, long position, int length) {
    byte[] bytes = new byte[length];
    int first = (int) (position / manifest.size());
    int last = (int) ((position + length - 1) / manifest.size());
    List<@Nullable Boolean> whole =
        calls.each(problem, last - first + 1, i -> paste(manifest, first + i, bytes, position));
    if (whole.contains(false)) {
      throw calls.failure(problem, "it went, or was replaced, while it was read");
    }
    return bytes;
  }

  private static byte[] cut(byte[] bytes, Manifest manifest, int chunk) {
    int start = (int) manifest.start(chunk);
    return Arrays.copyOfRange(bytes, start, start + manifest.length(chunk));
  }

  /** What lies under an object's id. */
  @Nullable Object lookUp(Key key) {
    return ask(key, "cannot read the object " + key.id(), () -> map.get(key.id()));
  }

  /** Makes a call that answers with what lies, or lay, under an object's id. */
  @Nullable Object ask(Key key, String problem, Supplier<@Nullable Object> call) {
    try {
      return calls.one(problem, call);
    } catch (ConnectorException e) {
      throw isUnreadable(e) ? calls.foreign(key, "a foreign object: " + reason(e), e) : e;
    }
  }

  /** Whether an answer came, but holds what Hazelcast cannot or must not build. */
  static boolean isUnreadable(ConnectorException e) {
    return e.getCause() instanceof HazelcastSerializationException;
  }

  private static String reason(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).replaceFirst("\\.+$", "");
  }

  /** The object, from what lies under its id. */
  Optional<byte[]> whole(Key key, @Nullable Object found) {
    Object value = found;
    while (value != null && !(value instanceof byte[]) && !isGone(value)) {
      String problem = "cannot read the object " + key.id();
      Optional<byte[]> bytes = read(problem, manifest(key, value));
      if (bytes.isPresent()) {
        return bytes;
      }
      Object now = lookUp(key);
      if (value.equals(now)) {
        throw calls.failure(problem, "the cluster lost a part of it, with a member or by eviction");
      }
      value = now; // it was evicted or replaced in the meantime
    }
    return value instanceof byte[] bytes ? Optional.of(bytes) : Optional.empty();
  }

  /** The object to read in pieces, from what lies under its id; empty if there is none. */
  Optional<Download> download(Key key, @Nullable Object found) {
    if (found == null || isGone(found)) {
      return Optional.empty();
    }
    String problem = "cannot read the object " + key.id();
    return Optional.of(
        found instanceof byte[] bytes
            ? new HazelcastDownload.OfEntry(bytes)
            : new HazelcastDownload.OfChunks(this, problem, manifest(key, found)));
  }

  private static boolean isGone(@Nullable Object value) {
    return value == null || Manifest.isRemoved(value);
  }

  /** Memory is only taken for an object of the length that the key says, if it says one. */
  private Manifest manifest(Key key, Object value) {
    Manifest manifest =
        (value instanceof String text ? Manifest.parse(text) : Optional.<Manifest>empty())
            .orElseThrow(() -> calls.foreign(key, "a foreign " + value.getClass().getName(), null));
    if (manifest.length() != key.length() && !key.isDeferred()) {
      throw calls.foreign(key, manifest.length() + " in chunks: cut or foreign", null);
    }
    return manifest;
  }

  /** The object, or empty if a chunk is missing or is not as long as it should be. */
  private Optional<byte[]> read(String problem, Manifest manifest) {
    if (manifest.length() > LONGEST_ARRAY) {
      throw calls.failure(
          problem,
          "its %d bytes are more than an array takes; read it as a stream"
              .formatted(manifest.length()));
    }
    byte[] bytes = new byte[(int) manifest.length()];
    List<@Nullable Boolean> whole =
        calls.each(problem, manifest.chunks().size(), i -> paste(manifest, i, bytes, 0));
    return whole.contains(false) ? Optional.empty() : Optional.of(bytes);
  }

  /** Copies what an array has of a chunk, whose first byte is at a position of the object. */
  private boolean paste(Manifest manifest, int chunk, byte[] bytes, long position) {
    if (map.get(manifest.chunks().get(chunk)) instanceof byte[] found
        && found.length == manifest.length(chunk)) {
      long start = manifest.start(chunk);
      int skipped = (int) Math.max(0, position - start);
      int at = (int) (start + skipped - position);
      int count = Math.min(found.length - skipped, bytes.length - at);
      System.arraycopy(found, skipped, bytes, at, count);
      return true;
    }
    return false;
  }

  /** An object is there under its id: what was there before goes, and the writer's note. */
  void written(String problem, Key key, Object present, @Nullable Object replaced) {
    // A put that Hazelcast repeated after it lost a member finds what it has put itself.
    if (!present.equals(replaced)) {
      discard(problem, replaced);
    }
    if (present instanceof String text) {
      Manifest.parse(text)
          .ifPresent(
              manifest ->
                  calls.run(problem, () -> map.delete(ObjectNames.note(key.id(), manifest))));
    }
  }

  /** An object that was prepared is not wanted: another one is there. */
  void writtenInVain(String problem, Key key, Object value) {
    if (value instanceof String text) {
      Manifest.parse(text)
          .ifPresent(
              manifest -> {
                remove(problem, manifest);
                calls.run(problem, () -> map.delete(ObjectNames.note(key.id(), manifest)));
              });
    }
  }

  /**
   * Removes what lies under an id, but for an object in chunks, which is only marked as removed.
   *
   * @return what {@link #finishRemoval} needs to know
   */
  @Nullable Object beginRemoval(Key key) {
    Object found = map.get(key.id());
    while (found instanceof String text && Manifest.parseAny(text).isPresent()) {
      if (markRemoved(key, text)) {
        return Manifest.removed(text);
      }
      found = map.get(key.id()); // replaced or removed in the meantime
    }
    map.delete(key.id());
    return null;
  }

  /** Whether this is what lay under the id, and is marked as removed now. */
  boolean markRemoved(Key key, String text) {
    return Manifest.isRemoved(text) || map.replace(key.id(), text, Manifest.removed(text));
  }

  /** Removes the chunks of an object that is marked as removed, and then the mark. */
  void finishRemoval(String problem, Key key, @Nullable Object marked) {
    if (marked instanceof String) {
      discard(problem, marked);
      calls.run(problem, () -> map.remove(key.id(), marked));
    }
  }

  /** Lets the chunks of an object stay for longer than the object is about to. */
  void renewChunks(String problem, Key key, long seconds) {
    Object found = calls.one(problem, () -> map.get(key.id()));
    if (!(found instanceof String text)) {
      return;
    }
    List<String> chunks = Manifest.parse(text).map(Manifest::chunks).orElse(List.of());
    calls.each(
        problem,
        chunks.size(),
        i -> map.setTtl(chunks.get(i), seconds + GRACE_SECONDS, TimeUnit.SECONDS));
  }

  /** Removes the chunks of what lay under an id. */
  void discard(String problem, @Nullable Object gone) {
    if (gone instanceof String text) {
      Manifest.parseAny(text).ifPresent(manifest -> remove(problem, manifest));
    }
  }

  private void remove(String problem, Manifest manifest) {
    calls.each(
        problem,
        manifest.chunks().size(),
        i -> {
          map.delete(manifest.chunks().get(i));
          return true;
        });
  }

  private void removeAfter(RuntimeException failure, String note, Manifest manifest) {
    String problem = "cannot remove chunks that were written in vain";
    try {
      remove(problem, manifest);
      calls.run(problem, () -> map.delete(note));
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
