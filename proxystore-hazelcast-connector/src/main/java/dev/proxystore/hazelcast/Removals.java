package dev.proxystore.hazelcast;

import com.hazelcast.map.IMap;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.serialize.SerializationException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How objects go: taken, evicted, or released by all of their consumers. What has chunks is marked
 * as removed first, so that it is gone for readers. Safe for use by several threads.
 */
final class Removals {
  /**
   * Up to this size a value that is sent back costs next to nothing: it tells whether the object
   * was replaced by one in chunks. At 64 KiB it was a fifth of put, get and evict.
   */
  private static final int CHEAP = 16 << 10;

  private final IMap<String, Object> map;
  private final Calls calls;
  private final ChunkedObjects objects;
  private final ReleasedBy releasedBy;

  Removals(IMap<String, Object> map, Calls calls, ChunkedObjects objects, ReleasedBy releasedBy) {
    this.map = map;
    this.calls = calls;
    this.objects = objects;
    this.releasedBy = releasedBy;
  }

  Optional<byte[]> take(Key key) {
    String problem = "cannot take the object " + key.id();
    boolean small = key.length() <= HazelcastOptions.SMALLEST_CHUNK_SIZE && !key.isDeferred();
    // A large object is removed once it was read, so that an error on the way loses nothing.
    Object found =
        small ? objects.ask(key, problem, () -> map.remove(key.id())) : objects.lookUp(key);
    Optional<byte[]> bytes =
        small ? wholeOrPutBack(problem, key, found) : objects.whole(key, found);
    if (found == null || !(small || removeLarge(problem, key, found))) {
      return Optional.empty();
    }
    calls.run(problem, () -> releasedBy.clear(key));
    return bytes;
  }

  /** Whether it is this caller who removed it. */
  private boolean removeLarge(String problem, Key key, Object found) {
    if (!(found instanceof String text)) {
      return calls.one(problem, () -> map.remove(key.id(), found));
    }
    boolean removed =
        !Manifest.isRemoved(text) && calls.one(problem, () -> objects.markRemoved(key, text));
    if (removed) {
      objects.finishRemoval(problem, key, Manifest.removed(text));
    }
    return removed;
  }

  /** What cannot be read is not the object that was to be taken, and is left there. */
  private Optional<byte[]> wholeOrPutBack(String problem, Key key, @Nullable Object removed) {
    try {
      return objects.whole(key, removed);
    } catch (SerializationException e) {
      if (removed != null) {
        calls.run(problem, () -> map.putIfAbsent(key.id(), removed));
      }
      throw e;
    }
  }

  void evict(Key key) {
    String problem = "cannot evict the object " + key.id();
    objects.finishRemoval(problem, key, calls.one(problem, () -> remove(key)));
    calls.run(problem, () -> releasedBy.clear(key));
  }

  void evictBatch(List<Key> keys) {
    String problem = "cannot evict a batch of " + keys.size() + " objects";
    List<@Nullable Object> marked = calls.each(problem, keys.size(), i -> remove(keys.get(i)));
    for (int i = 0; i < marked.size(); i++) {
      objects.finishRemoval(problem, keys.get(i), marked.get(i));
    }
    forgetReleases(problem, keys);
  }

  /** When the objects are gone: who releases one meanwhile looks for it after saying so. */
  private void forgetReleases(String problem, List<Key> keys) {
    List<Key> fannedOut = keys.stream().filter(Key::mayBeFannedOut).toList();
    List<Boolean> unused =
        calls.each(
            problem,
            fannedOut.size(),
            i -> {
              releasedBy.clear(fannedOut.get(i));
              return true;
            });
  }

  /** Answers which are gone. */
  Set<Key> release(List<Key> keys, ObjectConsumer consumer) {
    List<@Nullable Boolean> last =
        calls.each(
            "cannot release a batch of " + keys.size() + " objects",
            keys.size(),
            i -> isGoneAfterRelease(keys.get(i), consumer));
    List<Key> gone = Calls.those(keys, last);
    evictBatch(gone);
    return Set.copyOf(gone);
  }

  /** Looks for the object last: whoever evicts it meanwhile may have cleared up before. */
  private boolean isGoneAfterRelease(Key key, ObjectConsumer consumer) {
    return releasedBy.isLast(key, consumer) || !map.containsKey(key.id());
  }

  /**
   * Removes what lies under an id, or marks it as removed if it has chunks, which are to go. Who
   * lists objects does not know how long they are, and says 0.
   */
  private @Nullable Object remove(Key key) {
    if (isOneEntry(key)) {
      map.delete(key.id());
      return null;
    }
    return mayBeSplit(key) ? objects.beginRemoval(key) : map.remove(key.id());
  }

  static boolean mayHaveChunks(Key key) {
    return !isOneEntry(key) && mayBeSplit(key);
  }

  private static boolean mayBeSplit(Key key) {
    return key.length() == 0 || key.length() > CHEAP;
  }

  /** Whether it has no chunks for sure, and is so large that nobody wants it sent back. */
  private static boolean isOneEntry(Key key) {
    return key.length() > CHEAP && key.length() <= HazelcastOptions.SMALLEST_CHUNK_SIZE;
  }
}
