package dev.proxystore.hazelcast;

import com.hazelcast.map.IMap;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.ObjectConsumer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who has released objects of several consumers: a map beside that of the objects, of the same ids.
 * An entry is replaced by one with one more consumer if it is still the one that was read, else
 * read again, so no release is lost and no class of ours is needed on the members. Nobody touches
 * the map before there is such an object, or one that may be.
 */
final class ReleasedBy {
  /** How much longer than its object an entry lives, so that no release finds none. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final Supplier<IMap<String, String>> map;

  ReleasedBy(Supplier<IMap<String, String>> map) {
    this.map = map;
  }

  /** The name of the map beside that of a store. */
  static String mapName(String store) {
    return store + "/released";
  }

  /** An object is about to be put: nobody has released it. */
  void begin(Key key, Duration timeToLive) {
    if (!key.mayBeFannedOut()) {
      return;
    }
    if (timeToLive.isZero()) {
      map.get().delete(key.id());
    } else {
      Duration life = timeToLive.plus(GRACE);
      ReleaseEntry entry = ReleaseEntry.until(Instant.now().plus(life));
      map.get().set(key.id(), entry.text(), seconds(life), TimeUnit.SECONDS);
    }
  }

  /** An object is about to stay for so long: who has released it is kept for longer. */
  void renew(Key key, Duration timeToLive) {
    if (!key.mayBeFannedOut()) {
      return;
    }
    Instant end = Instant.now().plus(timeToLive).plus(GRACE);
    while (true) {
      @Nullable String known = map.get().get(key.id());
      if (known == null && !key.isFannedOut()) {
        return;
      }
      ReleaseEntry next =
          new ReleaseEntry(end.toEpochMilli(), ReleaseEntry.parse(known).consumers());
      if (replace(key.id(), known, next)) {
        return;
      }
    }
  }

  void destroy() {
    map.get().destroy();
  }

  void clear(Key key) {
    if (key.mayBeFannedOut()) {
      map.get().delete(key.id());
    }
  }

  /** Notes a release; says whether it is that of the last consumer, which is not noted. */
  boolean isLast(Key key, ObjectConsumer consumer) {
    while (true) {
      @Nullable String known = map.get().get(key.id());
      ReleaseEntry entry = ReleaseEntry.parse(known);
      ReleaseEntry next = entry.with(consumer);
      if (next.isWhole(key.fanOut())) {
        return true;
      }
      if (next.equals(entry) || replace(key.id(), known, next)) {
        return false;
      }
    }
  }

  /** What is replaced loses its time to live, and is given it anew. */
  private boolean replace(String id, @Nullable String known, ReleaseEntry next) {
    boolean replaced =
        known == null
            ? map.get().putIfAbsent(id, next.text()) == null
            : map.get().replace(id, known, next.text());
    Optional<Instant> end = next.end();
    if (replaced && end.isPresent()) {
      long left = Math.max(1, seconds(Duration.between(Instant.now(), end.get())));
      map.get().setTtl(id, left, TimeUnit.SECONDS);
    }
    return replaced;
  }

  private static long seconds(Duration life) {
    return life.plusNanos(999_999_999).toSeconds() + 1;
  }
}
