package dev.proxystore.flink.orphans;

/**
 * How an attempt began that a completed checkpoint tells of, as long as it has not cleared up after
 * the ones before it. Those that began for the same task with the same checkpoint have none: this
 * one would have begun with it.
 *
 * @param attempt which one
 * @param parallelism how many tasks there were
 */
record Start(PutAttempt attempt, int parallelism) {

  /** Whether another attempt never reached a checkpoint, since this one began where it began. */
  boolean showsUnreached(PutAttempt other) {
    return !other.equals(attempt)
        && other.writer().equals(attempt.writer())
        && other.restored() == attempt.restored()
        && isOfThisTask(other.subtask());
  }

  /** Those of tasks that there are no more, since the job was scaled down, are shared out. */
  boolean isOfThisTask(int subtask) {
    return subtask == attempt.subtask()
        || (subtask >= parallelism && subtask % parallelism == attempt.subtask());
  }
}
