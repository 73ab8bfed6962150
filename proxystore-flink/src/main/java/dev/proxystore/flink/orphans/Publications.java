package dev.proxystore.flink.orphans;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.connector.Key;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import dev.proxystore.store.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.TaskInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps marks in a store of how much a sink has published: when the job is over, what it put and
 * did not publish can be told from what belongs to consumers. The mark is there before the events
 * are sent. One committer's; used by the task's thread.
 */
@Internal
public final class Publications implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Publications.class);

  private final StoreConfig store;
  private final int subtask;
  private final long restored;
  private boolean knowsFirst;

  /** Of the writer that this committer commits for, the lowest first. */
  private final List<Key> marks = new ArrayList<>();

  /** A committer begins, in a task that began with this checkpoint. */
  public Publications(StoreConfig store, TaskInfo task, OptionalLong checkpoint) {
    this.store = store;
    subtask = task.getIndexOfThisSubtask();
    restored = PutAttempt.restored(checkpoint);
  }

  /**
   * Events are about to be sent of what an attempt at a writer has put. A store that refuses the
   * mark, since it is full for example, does not hold them up: without marks all counts as
   * published.
   *
   * @param attempt what the ids of its objects begin with
   * @param next the number of its first object that is not among them
   * @param first the id of the mark that it left itself
   */
  public void begin(String attempt, long next, String first) {
    ObjectId.attempt(attempt)
        .ifPresent(
            writer -> {
              if (isStillPutting(writer) && isMarked(PublicationMark.id(writer, next), first)) {
                evictAllBut(1);
              } else {
                removeMarks(writer);
              }
            });
  }

  /** An attempt at a writer has put its last, and all events are sent. */
  public void end(String attempt, String first) {
    ObjectId.attempt(attempt)
        .ifPresent(
            writer -> {
              if (isStillPutting(writer)) {
                know(first);
                evictAllBut(0);
              } else {
                removeMarks(writer);
              }
            });
  }

  private boolean isStillPutting(PutAttempt writer) {
    return writer.subtask() == subtask && writer.restored() == restored;
  }

  private boolean isMarked(String id, String first) {
    know(first);
    try {
      Key mark = PublicationMark.put(open(), id);
      marks.removeIf(known -> known.id().equals(mark.id())); // left before, by a commit that failed
      marks.add(mark);
      return true;
    } catch (ProxyStoreException e) {
      LOG.warn(
          "The store {} refuses the mark of what a sink publishes. It is published all the same; should the job be cancelled, what it put until now stays.",
          store.address(),
          e);
      return false;
    }
  }

  private void know(String first) {
    if (!knowsFirst) {
      marks.add(Key.toEvict(first));
      knowsFirst = true;
    }
  }

  /** The lower ones go first, so that none of them counts by itself. */
  private void evictAllBut(int last) {
    List<Key> old = marks.subList(0, Math.max(0, marks.size() - last));
    for (Key each : old) {
      open().evict(each);
    }
    old.clear();
  }

  /**
   * Of an earlier attempt several tasks may have something to publish; what it put past its last
   * checkpoint goes by the attempt that follows it.
   */
  private void removeMarks(PutAttempt writer) {
    Listing.of(open(), PublicationMark.prefix(writer)).evictPublications(any -> true);
  }

  private Store open() {
    return Stores.share(store, this);
  }

  @Override
  public void close() {
    Stores.leave(this);
  }
}
