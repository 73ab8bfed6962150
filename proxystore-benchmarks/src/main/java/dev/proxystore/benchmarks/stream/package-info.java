/** Objects through a stream from one process to another. */
@NullMarked
package dev.proxystore.benchmarks.stream;

import org.jspecify.annotations.NullMarked;
