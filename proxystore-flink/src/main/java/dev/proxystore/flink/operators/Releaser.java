package dev.proxystore.flink.operators;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.flink.ProxyResolveOptions.Release;
import dev.proxystore.flink.orphans.HeldObjects;
import dev.proxystore.flink.orphans.HeldObjects.Beginning;
import dev.proxystore.flink.orphans.JobPins;
import dev.proxystore.flink.orphans.TakenSavepoint;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.StoreFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.util.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * Releases the objects that one operator instance has used. With checkpoints an object goes when
 * none that may be restored refers to it, as {@link ReleaseLedger} says; without, at once. Used by
 * the task's thread, which waits for a store only to leave or to withdraw the marks of a savepoint,
 * or if far too many objects wait to be evicted.
 */
final class Releaser {
  /** More than this many objects that may go, and have not, hold the task back. */
  private static final int MOST_PENDING = 10_000;

  /** With checkpoints many objects may go at the same time. */
  private static final int MOST_PENDING_WITH_CHECKPOINTS = 500_000;

  /** A task that has stopped or failed waits no longer than this for a store. */
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

  private final ReleaseRules rules;
  private final OperatorStores stores;
  private final MailboxExecutor mailbox;
  private final ReleaseLedger ledger;
  private final ReleaseState state;
  private final ReleaseMetrics metrics;
  private final ReleaseWorker worker;
  private final HeldObjects held;
  private final JobPins pins;
  private final Map<ReleaseTarget, Releases> releases = new ConcurrentHashMap<>();
  private boolean isFinished;
  private boolean isOver;
  private OptionalLong suspending = OptionalLong.empty();

  Releaser(
      ReleaseRules rules,
      OperatorStores stores,
      MailboxExecutor mailbox,
      MetricGroup group,
      JobID job,
      StateInitializationContext context)
      throws Exception {
    this.rules = rules;
    this.stores = stores;
    this.mailbox = mailbox;
    this.ledger = new ReleaseLedger(rules.retained());
    this.state = new ReleaseState(context.getOperatorStateStore());
    this.metrics = new ReleaseMetrics(group);
    this.worker = new ReleaseWorker(this.stores::get);
    boolean mayKnowSavepoints = rules.respectsSavepoints() && context.isRestored();
    this.pins = new JobPins(job, context);
    this.held = new HeldObjects(mayKnowSavepoints ? Beginning.RESTORED : Beginning.NEW, pins::join);
    group.gauge("releasesKeptForSavepoints", () -> ledger.settled().objectsKept());
    state.restore(this::restore);
  }

  /** Reports what this and the operator itself hold in stores, together. */
  void registerLive(MetricGroup group, LongSupplier otherObjects, LongSupplier otherBytes) {
    group.gauge("liveObjects", () -> otherObjects.getAsLong() + metrics.objectsPending());
    group.gauge("liveBytes", () -> otherBytes.getAsLong() + metrics.bytesPending());
  }

  /** What an operator closes, which may have failed before it had one. */
  static AutoCloseable orNothing(@Nullable Releaser releaser) {
    return releaser == null ? () -> {} : releaser::close;
  }

  private void restore(HeldMarks marks) {
    metrics.marked(marks.size(), marks.bytes());
    if (rules.withCheckpoints()) {
      ledger.restore(marks);
    } else {
      releases(marks.marks().target()).add(marks);
    }
  }

  /** The object has been used. It goes if the options or its proxy say so. */
  void release(StoreFactory<?> object) throws InterruptedException {
    release(object, rules.consumer());
  }

  /** The same for another instance of this consumer, which it was given to before a restore. */
  void release(StoreFactory<?> object, ObjectConsumer consumer) throws InterruptedException {
    boolean asked = object.onResolve() == OnResolve.EVICT;
    if (rules.release() == Release.EVICT || (rules.release() != Release.KEEP && asked)) {
      metrics.marked(1, object.key().length());
      pins.met(object.store(), object.key().id());
      ReleaseTarget target = ReleaseTarget.of(object, consumer);
      Releases ofStore = releases(target);
      if (rules.withCheckpoints()) {
        ledger.mark(target, object.key());
      } else {
        ofStore.add(new Released.Now(object.key()));
      }
      ofStore.awaitRoom();
    }
  }

  private Releases releases(ReleaseTarget target) {
    return releases.computeIfAbsent(
        target,
        where ->
            new Releases(
                where,
                worker,
                new Outcome(),
                held,
                rules.backoff(),
                rules.withCheckpoints() ? MOST_PENDING_WITH_CHECKPOINTS : MOST_PENDING,
                rules.spread()));
  }

  void snapshot(long checkpoint) throws Exception {
    pins.save();
    if (rules.withCheckpoints()) {
      state.save(ledger.hold(checkpoint));
    }
  }

  /** A savepoint is taken, right before the snapshot for it. */
  void savepointTaken(TakenSavepoint savepoint) {
    pins.pin(
        savepoint,
        rules.respectsSavepoints()
            ? stores.known()
            : pins.met().stream().map(stores::get).toList());
    if (rules.respectsSavepoints()) {
      held.savepointTaken(savepoint.id());
    }
  }

  /** A checkpoint or a savepoint will never be complete. */
  void checkpointAborted(long checkpoint) {
    pins.aborted(checkpoint);
  }

  /** The job is being stopped with a savepoint, which does not count as a checkpoint. */
  void suspendedWith(long savepoint) {
    suspending = OptionalLong.of(savepoint);
  }

  void checkpointCompleted(long checkpoint) {
    pins.completed(checkpoint);
    if (suspending.equals(OptionalLong.of(checkpoint))) {
      return;
    }
    held.checkpointCompleted(checkpoint);
    evict(ledger.complete(checkpoint));
    isOver |= ledger.isFinal(checkpoint);
    if (ledger.settled().objectsKept() > 0) {
      releases.values().forEach(each -> each.review(() -> evict(ledger.settled().takeKept())));
    }
  }

  private void evict(List<HeldMarks> marks) {
    marks.forEach(each -> releases(each.marks().target()).add(each));
  }

  /** There is no more input. Without checkpoints, returns when all objects are gone. */
  void finish() throws InterruptedException {
    isFinished = true;
    ledger.finish();
    if (!rules.withCheckpoints()) {
      awaitAll();
    }
  }

  private void awaitAll() throws InterruptedException {
    for (Releases each : releases.values()) {
      each.awaitAll();
    }
  }

  /**
   * Whoever ends for good waits until all objects are gone: nobody will remember them. What stays
   * of a task that is stopped or has failed is marked in its state.
   */
  void close() throws Exception {
    List<AutoCloseable> last = new ArrayList<>();
    if (isOver && isFinished) {
      last.add(this::awaitAll);
    } else {
      long deadline = System.nanoTime() + LONGEST_CLOSE.toNanos();
      releases.values().forEach(each -> last.add(() -> each.awaitUntil(deadline)));
    }
    last.add(worker);
    IOUtils.closeAll(last);
  }

  /** On threads that are not the task's. */
  private final class Outcome implements Releases.Listener {

    @Override
    public void gone(List<Released> objects) {
      metrics.gone(objects);
      objects.forEach(
          each -> {
            if (each instanceof HeldMarks marks) {
              ledger.settled().gone(marks);
            }
          });
    }

    @Override
    public Released keep(Released objects, Predicate<Key> savepoints) {
      return objects instanceof HeldMarks marks
          ? ledger.settled().keep(marks, savepoints)
          : objects;
    }

    @Override
    public void failed(IllegalStateException failure) {
      try {
        mailbox.execute(
            () -> {
              throw failure;
            },
            "fail because released objects cannot be evicted");
      } catch (RejectedExecutionException e) {
        // The task is over; who waits for the objects is told.
      }
    }
  }
}
