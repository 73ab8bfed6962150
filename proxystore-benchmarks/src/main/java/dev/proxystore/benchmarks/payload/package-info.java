/** What compression and encryption take: {@code bin/bench payload}. */
@NullMarked
package dev.proxystore.benchmarks.payload;

import org.jspecify.annotations.NullMarked;
