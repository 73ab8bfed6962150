/** The command {@code bin/bench}: one class a benchmark below, and what they print. */
@NullMarked
package dev.proxystore.benchmarks;

import org.jspecify.annotations.NullMarked;
