package dev.proxystore.benchmarks.release;

/**
 * What a run gave.
 *
 * @param perSecond objects that were put, dispatched and resolved
 * @param jobMicros what this process computed for each; hardly depends on what else the machine
 *     does
 * @param serverMicros the same of the store's server
 */
record Rates(double perSecond, double jobMicros, double serverMicros) {}
