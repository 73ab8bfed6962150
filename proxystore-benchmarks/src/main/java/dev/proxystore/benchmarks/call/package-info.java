/**
 * {@code bin/bench call}: what it takes to call an object through its stand-in. Start with
 * CallBench.
 */
@NullMarked
package dev.proxystore.benchmarks.call;

import org.jspecify.annotations.NullMarked;
