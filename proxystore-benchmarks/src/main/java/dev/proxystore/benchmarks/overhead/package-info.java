/** What a store adds to the client of its system. */
@NullMarked
package dev.proxystore.benchmarks.overhead;

import org.jspecify.annotations.NullMarked;
