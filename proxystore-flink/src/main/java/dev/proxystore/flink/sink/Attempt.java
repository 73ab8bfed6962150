package dev.proxystore.flink.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.util.UUID;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Which writer of which job this is.
 *
 * @param run the sink in one job: no other job and no other sink of this one has the same
 * @param restored the checkpoint that it began with; -1 for none
 * @param number how often the task was started before
 */
record Attempt(UUID run, int subtask, long restored, int number) {
  private static final String OPERATOR_ID = "<operator_id>";
  private static final int BASE = 36;

  static Attempt of(UUID sink, WriterInitContext context) {
    TaskInfo task = context.getTaskInfo();
    JobID job = context.getJobInfo().getJobId();
    String operator = context.metricGroup().getAllVariables().getOrDefault(OPERATOR_ID, "");
    return new Attempt(
        hash(sink + " " + job + " " + operator),
        task.getIndexOfThisSubtask(),
        context.getRestoredCheckpointId().orElse(-1),
        task.getAttemptNumber());
  }

  /** The id of a producer that begins here; an attempt that begins at the same point has it too. */
  UUID producer() {
    return hash("producer " + run + " " + subtask + " " + restored);
  }

  /** What the ids of the objects begin with that this attempt puts. */
  String objects() {
    return objectsOf(number);
  }

  /** What the ids begin with of an attempt at the same writer that began at the same point. */
  String objectsOf(int other) {
    UUID writer = hash("objects " + run + " " + subtask);
    BigInteger number = new BigInteger(writer.toString().replace("-", ""), 16);
    return "%s.%s.%s."
        .formatted(
            number.toString(BASE),
            Long.toString(restored + 1, BASE),
            Integer.toString(other, BASE));
  }

  private static UUID hash(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(UTF_8));
  }
}
