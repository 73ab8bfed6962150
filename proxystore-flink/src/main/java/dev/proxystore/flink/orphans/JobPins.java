package dev.proxystore.flink.orphans;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.state.StateInitializationContext;

/**
 * Leaves marks of savepoints for all that a job has put, whichever operator it was: those whose
 * tasks have all finished are not told of a savepoint. Left by operators that release, in the
 * stores that they know.
 *
 * <p>Safe for use by several threads.
 */
@Internal
public final class JobPins {
  private static final String STATE = "proxystore-jobs";

  private final String job;
  private final JobState state;
  private final Map<String, Long> predecessors;
  private final List<TakenSavepoint> taken = new ArrayList<>();
  private final Map<StoreAddress, SavepointPins> stores = new HashMap<>();

  /** Where objects of this job have been released; used by the task's thread. */
  private final Set<StoreAddress> met = new HashSet<>();

  public JobPins(JobID job, StateInitializationContext context) throws Exception {
    this.job = Names.job(job);
    state = new JobState(context.getOperatorStateStore(), STATE);
    predecessors = state.predecessors(this.job, context.getRestoredCheckpointId().orElse(0));
  }

  /** An object is released: if this job or one before it has put it, its store is marked. */
  public void met(StoreAddress store, String id) {
    if (!met.contains(store) && isOfThisJob(id)) {
      met.add(store);
    }
  }

  private boolean isOfThisJob(String id) {
    return id.startsWith(job) || predecessors.keySet().stream().anyMatch(id::startsWith);
  }

  /** The stores in which objects of this job have been released. */
  public Set<StoreAddress> met() {
    return Set.copyOf(met);
  }

  /** Returns when the marks are in these stores, so before the savepoint can be complete. */
  public synchronized void pin(TakenSavepoint savepoint, Collection<Store> known) {
    known.forEach(this::join);
    taken.add(savepoint);
    stores.values().forEach(pins -> pins.pin(savepoint));
  }

  /** A store that was not known before gets the marks of the savepoints that were taken. */
  public synchronized void join(Store store) {
    stores.computeIfAbsent(store.address(), address -> pinned(store));
  }

  private SavepointPins pinned(Store store) {
    Map<String, Long> earlier = new HashMap<>();
    predecessors.forEach((before, last) -> earlier.put(Names.everyWriter(before), last));
    SavepointPins pins = new SavepointPins(store, job, Names.everyWriter(job), earlier);
    taken.forEach(pins::pin);
    return pins;
  }

  public void save() throws Exception {
    state.save(job, predecessors);
  }

  /** A checkpoint or a savepoint is complete: it will not be aborted. */
  public synchronized void completed(long checkpoint) {
    stores.values().forEach(pins -> pins.completed(checkpoint));
  }

  /** Takes the marks of a savepoint away that will never be complete. */
  public synchronized void aborted(long checkpoint) {
    taken.removeIf(savepoint -> savepoint.id() == checkpoint);
    stores.values().forEach(pins -> pins.aborted(checkpoint));
  }
}
