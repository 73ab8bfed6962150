/** Fetching ahead while computing. */
@NullMarked
package dev.proxystore.benchmarks.overlap;

import org.jspecify.annotations.NullMarked;
