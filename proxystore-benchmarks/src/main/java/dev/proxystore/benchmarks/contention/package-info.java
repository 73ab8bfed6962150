/** Many threads that resolve. */
@NullMarked
package dev.proxystore.benchmarks.contention;

import org.jspecify.annotations.NullMarked;
