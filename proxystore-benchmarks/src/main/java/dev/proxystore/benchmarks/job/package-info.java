/**
 * What the benchmarks of whole jobs share: a cluster of processes, a job that is measured while it
 * runs, arms that take turns, and what is printed. Start with BenchCluster.
 */
@NullMarked
package dev.proxystore.benchmarks.job;

import org.jspecify.annotations.NullMarked;
