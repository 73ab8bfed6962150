package dev.proxystore.flink.operators;

import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.flink.ProxyResolveOptions.Input;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.jspecify.annotations.Nullable;

/** Which consumer of objects an operator instance is. */
final class Consumers {
  private Consumers() {}

  /**
   * The same after a restart and with another parallelism, unless every instance is given all
   * records: then each is a part of the consumer.
   *
   * @param name null for the operator's id, which comes from its uid if it has one
   */
  static ObjectConsumer of(@Nullable String name, Input input, OperatorID operator, TaskInfo task) {
    String consumer = name == null ? operator.toString() : name;
    return input == Input.BROADCAST
        ? new ObjectConsumer(
            consumer, task.getIndexOfThisSubtask(), task.getNumberOfParallelSubtasks())
        : ObjectConsumer.of(consumer);
  }
}
