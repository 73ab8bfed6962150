package dev.proxystore.benchmarks.scaling;

/**
 * What one run gave.
 *
 * @param perSecond items that tasks were done with
 * @param dispatcherMillis what the dispatcher's process computed for each of them, in milliseconds
 */
record Outcome(double perSecond, double dispatcherMillis) {}
