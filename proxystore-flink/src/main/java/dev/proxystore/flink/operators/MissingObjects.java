package dev.proxystore.flink.operators;

import dev.proxystore.flink.MissingObjectPolicy;
import dev.proxystore.proxy.MissingObjectException;
import java.util.OptionalLong;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** Does with records whose objects are missing what the policy says, and counts them. */
final class MissingObjects<IN> {
  private final MissingObjectPolicy policy;
  private final Output<?> output;
  private final OptionalLong restoredFrom;
  private final Counter missing;

  /**
   * @param restoredFrom the checkpoint or savepoint with which the task began
   */
  MissingObjects(
      MissingObjectPolicy policy, Output<?> output, OptionalLong restoredFrom, MetricGroup group) {
    this.policy = policy;
    this.output = output;
    this.restoredFrom = restoredFrom;
    this.missing = group.counter("objectsMissing");
  }

  void handle(IN record, @Nullable Long timestamp, MissingObjectException cause) {
    missing.inc();
    switch (policy.action()) {
      case FAIL -> throw explained(cause);
      case SIDE_OUTPUT -> emit(record, timestamp);
      case SKIP -> {}
    }
  }

  @SuppressWarnings("unchecked") // who set the tag says so
  private void emit(IN record, @Nullable Long timestamp) {
    OutputTag<IN> tag = (OutputTag<IN>) policy.tag().orElseThrow();
    output.collect(
        tag,
        timestamp == null ? new StreamRecord<>(record) : new StreamRecord<>(record, timestamp));
  }

  private MissingObjectException explained(MissingObjectException cause) {
    return new MissingObjectException(
        cause.uri(), "its store does not have it. " + likelyReason(), cause);
  }

  private String likelyReason() {
    return restoredFrom.isPresent()
        ? "The task was restored from checkpoint %d. Likely the object was released after that checkpoint and evicted with a later one: restore the latest, or set retainCheckpoints to the number of checkpoints from which the job may be restored. Else another consumer released it, or its time to live was shorter than the recovery took."
            .formatted(restoredFrom.getAsLong())
        : "The task was not restored from a checkpoint. Likely another consumer of the same proxy released it (set KEEP on all but the last), or its time to live is over. An object in the memory of another process is not seen here.";
  }
}
