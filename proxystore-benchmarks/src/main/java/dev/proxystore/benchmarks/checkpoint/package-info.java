/**
 * {@code bin/bench checkpoint}: what checkpoints and savepoints of a job take that holds large
 * objects. Start with CheckpointBench.
 */
@NullMarked
package dev.proxystore.benchmarks.checkpoint;

import org.jspecify.annotations.NullMarked;
