package dev.proxystore.flink.orphans;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.store.Store;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.flink.annotation.Internal;

/**
 * Tells an operator that releases objects which of them savepoints may hold. A store is looked
 * through for the marks of each operator that put some: at the first of its objects if the task was
 * restored, and after a savepoint has come by. Then only the marks that were found are asked for,
 * once a completed checkpoint. A task that has seen no savepoint asks for nothing.
 *
 * <p>A savepoint needs only what is released behind its barrier. A checkpoint that holds such a
 * release was begun later, so when it is complete every operator has left its mark of the
 * savepoint.
 *
 * <p>The task's thread tells what has happened; any other may ask, and may wait for the store.
 */
@Internal
public final class HeldObjects {
  private final Consumer<Store> joining;
  private final Map<StoreAddress, OfStore> stores = new HashMap<>();
  private volatile boolean looks;

  /** How often what is known has become too old to go by, and too old to be sure of. */
  private final AtomicLong lists = new AtomicLong();

  private final AtomicLong asks = new AtomicLong();

  /** Behind which no checkpoint has completed yet. */
  private final NavigableSet<Long> savepoints = new TreeSet<>();

  /** How a task began: from nothing, or from a checkpoint or a savepoint. */
  public enum Beginning {
    NEW,
    RESTORED
  }

  /**
   * @param joining is told of each store before it is looked through for the first time
   */
  public HeldObjects(Beginning beginning, Consumer<Store> joining) {
    looks = beginning == Beginning.RESTORED;
    this.joining = joining;
  }

  /** A savepoint is being taken. */
  public void savepointTaken(long id) {
    savepoints.add(id);
  }

  /** A checkpoint is complete: what may go now may be held by a savepoint before it. */
  public void checkpointCompleted(long checkpoint) {
    asks.incrementAndGet();
    Set<Long> before = savepoints.headSet(checkpoint);
    if (!before.isEmpty()) {
      before.clear();
      lists.incrementAndGet();
      looks = true;
    }
  }

  /** Whether there can be any such object; if not, nobody need ask. */
  public boolean arePossible() {
    return looks;
  }

  /**
   * Which of some objects stay.
   *
   * @throws UnsupportedOperationException if the store cannot say what it holds
   */
  public synchronized Predicate<Key> among(Store store, List<Key> keys) {
    OfStore known = known(store);
    known.refresh();
    Set<Key> held = new HashSet<>();
    for (Key key : keys) {
      Optional<ObjectId> object = ObjectId.parse(key.id());
      if (object.isPresent() && known.mayHold(object.get())) {
        held.add(key);
      }
    }
    return held::contains;
  }

  /** Whether objects that were held may go, since a savepoint has been forgotten. */
  public synchronized boolean mayGo(Store store) {
    return known(store).hasChanged();
  }

  private OfStore known(Store store) {
    OfStore known = stores.get(store.address());
    if (known == null) {
      joining.accept(store);
      known = new OfStore(store);
      stores.put(store.address(), known);
    }
    return known;
  }

  /** What is known of one store. */
  private final class OfStore {
    private final Store store;
    private final Map<String, SavepointMarks> byWriter = new HashMap<>();
    private final Map<String, SavepointMarks> byJob = new HashMap<>();
    private long listed = lists.get();
    private long asked = asks.get();
    private boolean changed;

    OfStore(Store store) {
      this.store = store;
    }

    boolean mayHold(ObjectId object) {
      String writer = object.attempt().writer();
      return byWriter
              .computeIfAbsent(writer, each -> SavepointMarks.list(store, each))
              .mayHold(object)
          || byJob
              .computeIfAbsent(Names.jobOf(writer), each -> SavepointMarks.listOfJob(store, writer))
              .mayHold(object);
    }

    void refresh() {
      long asking = asks.get();
      long listing = lists.get();
      if (listed < listing) {
        changed |= !byWriter.isEmpty();
        byWriter.clear();
        byJob.clear();
      } else if (asked < asking) {
        byWriter.values().forEach(marks -> changed |= marks.haveGone(store));
        byJob.values().forEach(marks -> changed |= marks.haveGone(store));
      }
      listed = listing;
      asked = asking;
    }

    /** Whether some of what was known holds no longer, since this was last asked. */
    boolean hasChanged() {
      refresh();
      boolean answer = changed;
      changed = false;
      return answer;
    }
  }
}
