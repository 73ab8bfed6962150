package dev.proxystore.flink.source;

import org.apache.flink.annotation.PublicEvolving;

/** When a queue is told that its messages need not be delivered again. */
@PublicEvolving
public enum Acknowledgement {
  /**
   * When a checkpoint that contains them has completed: at least once. Without checkpointing they
   * are never acknowledged, and come again when the source starts anew.
   */
  ON_CHECKPOINT,
  /** When they have been emitted: at most once. For jobs without checkpointing. */
  AT_ONCE
}
