package dev.proxystore.flink.orphans;

import dev.proxystore.connector.Key;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.JobID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves marks in a store when savepoints are taken: of what an operator has put in this job, and
 * of what it put in those from whose savepoints this one descends. Flink never restores a job by
 * itself from a savepoint, so checkpoints do not tell what one holds. Used by the task's thread.
 */
@Internal
public final class SavepointPins {
  private static final Logger LOG = LoggerFactory.getLogger(SavepointPins.class);

  private final Store store;
  private final String job;
  private final String writer;
  private final Map<String, Long> predecessors;

  /** Of each savepoint that may still be aborted: several may be under way. */
  private final Map<Long, List<Key>> open = new HashMap<>();

  /**
   * @param predecessors the operator in earlier jobs, each with the last checkpoint that counts
   */
  SavepointPins(Store store, String job, String writer, Map<String, Long> predecessors) {
    this.store = store;
    this.job = job;
    this.writer = writer;
    this.predecessors = predecessors;
  }

  /** For what a sink has put in a job. */
  public static SavepointPins ofSink(Store store, JobID job, UUID sink) {
    return new SavepointPins(store, Names.job(job), Names.sink(job, sink), Map.of());
  }

  /** Returns when the marks are in the store, so before the savepoint can be complete. */
  public void pin(TakenSavepoint savepoint) {
    Map<String, SavepointMark> marks = new TreeMap<>();
    add(marks, writer, savepoint.id(), savepoint);
    predecessors.forEach((earlier, reach) -> add(marks, earlier, reach, savepoint));
    // If putting fails, some may be there, under ids that no store of several has added to.
    open.put(savepoint.id(), marks.values().stream().map(SavepointMark::key).toList());
    Map<String, String> texts = new TreeMap<>();
    marks.keySet().forEach(id -> texts.put(id, savepoint.text()));
    // By those who clear up, without keys, and with nothing but the mark's id.
    open.put(savepoint.id(), store.putBatch(texts, PutOptions.defaults().storedAsWritten()));
  }

  private void add(
      Map<String, SavepointMark> marks, String of, long reach, TakenSavepoint savepoint) {
    SavepointMark mark = new SavepointMark(of, reach, job, savepoint.id(), savepoint.textBytes());
    marks.put(mark.id(), mark);
  }

  /** A checkpoint or a savepoint is complete: it will not be aborted. */
  public void completed(long checkpoint) {
    open.remove(checkpoint);
  }

  /** Takes the marks of a savepoint away that will never be complete, if that is possible now. */
  public void aborted(long checkpoint) {
    List<Key> gone = open.remove(checkpoint);
    if (gone == null) {
      return;
    }
    try {
      store.evictBatch(gone);
    } catch (RuntimeException e) {
      LOG.warn(
          "The savepoint {} was aborted, and its marks stay in the store {}: have it forgotten.",
          checkpoint,
          store.address(),
          e);
    }
  }
}
