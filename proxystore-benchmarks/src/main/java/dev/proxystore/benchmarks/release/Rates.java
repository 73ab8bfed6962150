package dev.proxystore.benchmarks.release;

/**
 * What a run gave.
 *
 * @param perSecond objects that were put, dispatched and resolved
 * @param cpuMicros what this process and the store's server computed for each; hardly depends on
 *     what else the machine does
 */
record Rates(double perSecond, double cpuMicros) {}
