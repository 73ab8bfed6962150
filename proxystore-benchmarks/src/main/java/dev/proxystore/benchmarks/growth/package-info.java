/** Stores with ever more objects. */
@NullMarked
package dev.proxystore.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
