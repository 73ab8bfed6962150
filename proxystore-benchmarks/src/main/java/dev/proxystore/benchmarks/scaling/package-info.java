/**
 * {@code bin/bench scaling}: the stream experiment of ProxyStore's papers, in Flink. Start with
 * ScalingBench.
 */
@NullMarked
package dev.proxystore.benchmarks.scaling;

import org.jspecify.annotations.NullMarked;
