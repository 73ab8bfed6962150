package dev.proxystore.benchmarks.checkpoint;

/**
 * What a run gave.
 *
 * @param checkpointBytes of a full checkpoint, as Flink counts them
 * @param checkpointMillis from its trigger to the last acknowledgement, as Flink counts them
 * @param savepointMillis from the request of a savepoint until it is there
 * @param restoreMillis from the submission of a job with that savepoint until it has taken in two
 *     objects more
 */
record Figures(
    double checkpointBytes,
    double checkpointMillis,
    double savepointMillis,
    double restoreMillis) {}
