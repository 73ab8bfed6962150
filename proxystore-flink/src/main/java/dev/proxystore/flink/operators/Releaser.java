package dev.proxystore.flink.operators;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.flink.ProxyResolveOptions.Release;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.StoreFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.util.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * Releases the objects that one operator instance has used. With checkpoints an object goes when
 * none that may be restored refers to it, as {@link ReleaseLedger} says; without, at once. Used by
 * the task's thread, which never waits for a store unless far too many objects wait to be evicted.
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
  private final Map<StoreAddress, Releases> releases = new HashMap<>();
  private boolean isFinished;
  private boolean isOver;

  Releaser(
      ReleaseRules rules,
      OperatorStores stores,
      MailboxExecutor mailbox,
      MetricGroup group,
      StateInitializationContext context)
      throws Exception {
    this.rules = rules;
    this.stores = stores;
    this.mailbox = mailbox;
    this.ledger = new ReleaseLedger(rules.retained());
    this.state = new ReleaseState(context.getOperatorStateStore());
    this.metrics = new ReleaseMetrics(group);
    this.worker = new ReleaseWorker(this.stores::get);
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
      releases(marks.marks().store()).add(marks);
    }
  }

  /** The object has been used. It goes if the options or its proxy say so. */
  void release(StoreFactory<?> object) throws InterruptedException {
    boolean asked = object.onResolve() == OnResolve.EVICT;
    if (rules.release() == Release.EVICT || (rules.release() != Release.KEEP && asked)) {
      metrics.marked(1, object.key().length());
      Releases ofStore = releases(object.store());
      if (rules.withCheckpoints()) {
        ledger.mark(object.store(), object.key());
      } else {
        ofStore.add(new Released.Now(object.key()));
      }
      ofStore.awaitRoom();
    }
  }

  private Releases releases(StoreAddress store) {
    return releases.computeIfAbsent(
        store,
        address ->
            new Releases(
                address,
                worker,
                new Outcome(),
                rules.backoff(),
                rules.withCheckpoints() ? MOST_PENDING_WITH_CHECKPOINTS : MOST_PENDING));
  }

  void snapshot(long checkpoint) throws Exception {
    if (rules.withCheckpoints()) {
      state.save(ledger.hold(checkpoint));
    }
  }

  void checkpointCompleted(long checkpoint) {
    ledger.complete(checkpoint).forEach(each -> releases(each.marks().store()).add(each));
    isOver |= ledger.isFinal(checkpoint);
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
      releases.values().forEach(each -> last.add(() -> each.awaitAtMost(LONGEST_CLOSE)));
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
              ledger.gone(marks);
            }
          });
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
