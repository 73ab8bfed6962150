package dev.proxystore.flink.orphans;

import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.MatchResult;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.TaskInfo;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a task that puts: what the ids of its objects begin with.
 *
 * @param writer the job and the operator in one submission of it, see {@link Names}
 * @param subtask which of the operator's parallel instances
 * @param restored the checkpoint that it began with, counted from one; 0 for none
 * @param number how often Flink had started the task before
 * @param token tells attempts apart that are alike because a JobManager was replaced
 */
@Internal
public record PutAttempt(String writer, int subtask, long restored, int number, String token) {
  /** What {@link #prefix} looks like, in five groups. */
  static final String FORM =
      "([0-9a-z]{%d})([0-9a-z]{1,6})\\.([0-9a-z]{1,12})\\.([0-9a-z]{1,6})([0-9a-z]{%d})\\."
          .formatted(Names.WRITER_DIGITS, Names.TOKEN_DIGITS);

  /** The attempt that the first five groups of a match name. */
  static PutAttempt of(MatchResult form) {
    return new PutAttempt(
        form.group(1),
        Integer.parseInt(form.group(2), Names.BASE),
        Long.parseLong(form.group(3), Names.BASE),
        Integer.parseInt(form.group(4), Names.BASE),
        form.group(5));
  }

  /** An attempt that begins now, at an operator whose objects belong to the job. */
  public static PutAttempt begin(
      JobID job, UUID run, String operator, TaskInfo task, OptionalLong checkpoint) {
    return begin(Names.writer(job, run, operator), task, checkpoint);
  }

  /** An attempt that begins now, at a sink whose objects belong to their consumers. */
  public static PutAttempt beginPublishing(
      JobID job, UUID sink, String operator, TaskInfo task, OptionalLong checkpoint) {
    return begin(Names.publisher(job, sink + " " + operator), task, checkpoint);
  }

  private static PutAttempt begin(String writer, TaskInfo task, OptionalLong checkpoint) {
    return new PutAttempt(
        writer,
        task.getIndexOfThisSubtask(),
        restored(checkpoint),
        task.getAttemptNumber(),
        Names.newToken());
  }

  /** A checkpoint that a task began with, counted from one; 0 for none. */
  static long restored(OptionalLong checkpoint) {
    return checkpoint.isPresent() ? checkpoint.getAsLong() + 1 : 0;
  }

  /** Whether it is counted as the first of its task, in a job that begins from nothing. */
  boolean isCountedFirst() {
    return number == 0 && restored == 0;
  }

  /** What the ids of its objects begin with. */
  public String prefix() {
    return "%s%s.%s.%s%s."
        .formatted(
            writer,
            Integer.toString(subtask, Names.BASE),
            Long.toString(restored, Names.BASE),
            Integer.toString(number, Names.BASE),
            token);
  }

  /** Written out: see {@link dev.proxystore.serialize.Descriptor#equals}. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PutAttempt that
        && subtask == that.subtask
        && restored == that.restored
        && number == that.number
        && writer.equals(that.writer)
        && token.equals(that.token);
  }

  @Override
  public int hashCode() {
    return Objects.hash(writer, subtask, restored, number, token);
  }
}
