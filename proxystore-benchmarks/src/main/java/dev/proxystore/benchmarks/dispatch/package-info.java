/**
 * {@code bin/bench dispatch}: what passing objects through operators of several processes takes.
 * Start with DispatchBench.
 */
@NullMarked
package dev.proxystore.benchmarks.dispatch;

import org.jspecify.annotations.NullMarked;
