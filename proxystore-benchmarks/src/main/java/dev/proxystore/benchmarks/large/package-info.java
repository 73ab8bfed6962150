/** {@code bin/bench large}: objects larger than memory, put and got as streams. */
@NullMarked
package dev.proxystore.benchmarks.large;

import org.jspecify.annotations.NullMarked;
