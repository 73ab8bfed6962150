package dev.proxystore.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.transaction.TransactionContext;
import com.hazelcast.transaction.TransactionOptions;
import com.hazelcast.transaction.TransactionOptions.TransactionType;
import com.hazelcast.transaction.TransactionalMap;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.ObjectConsumer;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
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

  /** It locks one entry; one whose owner died is free again after this. */
  private static final TransactionOptions ONE_STEP =
      new TransactionOptions()
          .setTransactionType(TransactionType.ONE_PHASE)
          .setTimeout(10, TimeUnit.SECONDS);

  private final HazelcastInstance instance;
  private final Supplier<IMap<String, String>> map;

  ReleasedBy(HazelcastInstance instance, Supplier<IMap<String, String>> map) {
    this.instance = instance;
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

  private boolean replace(String id, @Nullable String known, ReleaseEntry next) {
    if (next.end().isPresent()) {
      return replace(id, known, next, next.end().get());
    }
    return known == null
        ? map.get().putIfAbsent(id, next.text()) == null
        : map.get().replace(id, known, next.text());
  }

  /**
   * A plain replacement would take its time to live from the entry, and whoever died before giving
   * it anew would leave it for ever. A transaction does both in one step.
   */
  private boolean replace(String id, @Nullable String known, ReleaseEntry next, Instant end) {
    long left = Math.max(1, seconds(Duration.between(Instant.now(), end)));
    TransactionContext transaction = instance.newTransactionContext(ONE_STEP);
    transaction.beginTransaction();
    try {
      TransactionalMap<String, String> entries = transaction.getMap(map.get().getName());
      boolean unchanged = Objects.equals(known, entries.getForUpdate(id));
      if (unchanged) {
        entries.put(id, next.text(), left, TimeUnit.SECONDS);
      }
      transaction.commitTransaction();
      return unchanged;
    } catch (RuntimeException e) {
      rollBack(transaction, e);
      throw e;
    }
  }

  private static void rollBack(TransactionContext transaction, RuntimeException cause) {
    try {
      transaction.rollbackTransaction();
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  private static long seconds(Duration life) {
    return life.plusNanos(999_999_999).toSeconds() + 1;
  }
}
