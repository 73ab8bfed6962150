/**
 * {@code bin/bench release}: what release on checkpoint takes from a job. Start with ReleaseBench.
 */
@NullMarked
package dev.proxystore.benchmarks.release;

import org.jspecify.annotations.NullMarked;
