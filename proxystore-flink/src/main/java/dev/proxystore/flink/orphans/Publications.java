package dev.proxystore.flink.orphans;

import dev.proxystore.connector.Key;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import dev.proxystore.store.Stores;
import java.util.List;
import java.util.OptionalLong;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.TaskInfo;
import org.jspecify.annotations.Nullable;

/**
 * Keeps marks in a store of how much a sink has published: when the job is over, what it put and
 * did not publish can be told from what belongs to consumers. The mark is there before the events
 * are sent. One committer's; used by the task's thread.
 */
@Internal
public final class Publications implements AutoCloseable {
  private final StoreConfig store;
  private final int subtask;
  private final long restored;

  /** Of the writer that this committer commits for. */
  private @Nullable Key mark;

  /** A committer begins, in a task that began with this checkpoint. */
  public Publications(StoreConfig store, TaskInfo task, OptionalLong checkpoint) {
    this.store = store;
    subtask = task.getIndexOfThisSubtask();
    restored = PutAttempt.restored(checkpoint);
  }

  /**
   * Events are about to be sent of what an attempt at a writer has put.
   *
   * @param attempt what the ids of its objects begin with
   * @param next the number of its first object that is not among them
   * @param first the id of the mark that it left itself
   */
  public void begin(String attempt, long next, String first) {
    ObjectId.attempt(attempt)
        .ifPresent(
            writer -> {
              if (isStillPutting(writer)) {
                replaceMark(PublicationMark.id(writer, next), first);
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
                evict(mark != null ? mark : Key.toEvict(first));
              } else {
                removeMarks(writer);
              }
            });
  }

  private boolean isStillPutting(PutAttempt writer) {
    return writer.subtask() == subtask && writer.restored() == restored;
  }

  private void replaceMark(String id, String first) {
    Key before = mark != null ? mark : Key.toEvict(first);
    Key now = PublicationMark.put(open(), id);
    if (!now.id().equals(before.id())) {
      evict(before);
    }
    mark = now;
  }

  /**
   * Of an earlier attempt, of which several tasks may have something to publish: what it put past
   * its last checkpoint goes by the attempt that follows it.
   */
  private void removeMarks(PutAttempt writer) {
    Listing.of(open(), PublicationMark.prefix(writer)).evictPublications(any -> true);
  }

  private void evict(Key old) {
    open().evictBatch(List.of(old));
  }

  private Store open() {
    return Stores.share(store, this);
  }

  @Override
  public void close() {
    Stores.leave(this);
  }
}
