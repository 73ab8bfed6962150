package dev.proxystore.connector.local;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.connector.StoredObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The objects of one address; what a server is to other connectors. */
final class LocalMemory {
  private static final ConcurrentHashMap<String, LocalMemory> BY_ADDRESS =
      new ConcurrentHashMap<>();
  private static final int PUTS_BETWEEN_SWEEPS = 1000;

  private final String address;
  private final ConcurrentHashMap<String, Held> objects = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, List<Runnable>> watchers = new ConcurrentHashMap<>();
  private int members;
  private volatile boolean expiring;
  private final AtomicInteger puts = new AtomicInteger();

  private LocalMemory(String address) {
    this.address = address;
  }

  static LocalMemory join(String address) {
    LocalMemory memory =
        BY_ADDRESS.compute(
            address,
            (key, known) -> {
              LocalMemory joined = known == null ? new LocalMemory(key) : known;
              joined.members++;
              return joined;
            });
    return requireNonNull(memory);
  }

  void leave() {
    BY_ADDRESS.computeIfPresent(address, (key, known) -> --known.members == 0 ? null : known);
  }

  void put(String id, byte[] bytes, Duration timeToLive) {
    objects.put(id, Held.of(bytes, timeToLive));
    if (!timeToLive.isZero()) {
      expiring = true;
    }
    if (expiring && puts.incrementAndGet() % PUTS_BETWEEN_SWEEPS == 0) {
      objects.values().removeIf(Held::isExpired);
    }
  }

  /** Whether it was put, since there was none. */
  boolean putIfAbsent(String id, byte[] bytes, Duration timeToLive) {
    Held mine = Held.of(bytes, timeToLive);
    Held present =
        objects.compute(id, (key, known) -> known == null || known.isExpired() ? mine : known);
    boolean isMine = present == mine;
    if (isMine) {
      watchers.getOrDefault(id, List.of()).forEach(Runnable::run);
    }
    return isMine;
  }

  void watch(String id, Runnable watcher) {
    watchers.merge(
        id, List.of(watcher), (all, more) -> Stream.concat(all.stream(), more.stream()).toList());
  }

  void unwatch(String id, Runnable watcher) {
    watchers.computeIfPresent(
        id,
        (key, known) -> {
          List<Runnable> others = new ArrayList<>(known);
          others.remove(watcher);
          return others.isEmpty() ? null : others;
        });
  }

  Optional<byte[]> get(String id) {
    return live(objects.get(id));
  }

  Optional<byte[]> remove(String id) {
    return live(objects.remove(id));
  }

  /** Whether the object is gone. */
  boolean release(String id, String consumer, int consumers) {
    return objects.computeIfPresent(
            id,
            (key, object) ->
                object.isExpired() || object.release(consumer) >= consumers ? null : object)
        == null;
  }

  /** Whether the object is there, and stays for so long. */
  boolean renew(String id, Duration timeToLive) {
    expiring = true;
    return objects.computeIfPresent(
            id, (key, object) -> object.isExpired() ? null : object.staying(timeToLive))
        != null;
  }

  void list(String prefix, Consumer<String> ids) {
    objects.forEach(
        (id, object) -> {
          if (id.startsWith(prefix) && !object.isExpired()) {
            ids.accept(id);
          }
        });
  }

  void inspect(String prefix, Consumer<StoredObject> found) {
    objects.forEach(
        (id, object) -> {
          if (id.startsWith(prefix) && !object.isExpired()) {
            found.accept(
                new StoredObject(
                    id, OptionalLong.of(object.bytes.length), object.age(), object.timeToLive()));
          }
        });
  }

  private static Optional<byte[]> live(@Nullable Held object) {
    return object == null || object.isExpired() ? Optional.empty() : Optional.of(object.bytes);
  }

  /** Bytes and the instant, in the clock of {@link System#nanoTime}, at which they are gone. */
  private static final class Held {
    final byte[] bytes;
    private final boolean expires;
    private final long deadline;
    private final long put = System.nanoTime();

    /** Guarded by the map, which releases one after the other. */
    private Set<String> releasedBy = Set.of();

    private Held(byte[] bytes, boolean expires, long deadline) {
      this.bytes = bytes;
      this.expires = expires;
      this.deadline = deadline;
    }

    static Held of(byte[] bytes, Duration timeToLive) {
      return new Held(bytes, !timeToLive.isZero(), System.nanoTime() + timeToLive.toNanos());
    }

    /** The same object with another time to live. */
    Held staying(Duration timeToLive) {
      Held renewed = of(bytes, timeToLive);
      renewed.releasedBy = releasedBy;
      return renewed;
    }

    /** The answer is how many consumers have released it. */
    int release(String consumer) {
      Set<String> all = new HashSet<>(releasedBy);
      all.add(consumer);
      releasedBy = all;
      return ObjectConsumer.countWhole(all);
    }

    Optional<Duration> age() {
      return Optional.of(Duration.ofNanos(System.nanoTime() - put));
    }

    Optional<Duration> timeToLive() {
      return expires
          ? Optional.of(Duration.ofNanos(deadline - System.nanoTime()))
          : Optional.empty();
    }

    boolean isExpired() {
      return expires && System.nanoTime() - deadline >= 0;
    }
  }
}
