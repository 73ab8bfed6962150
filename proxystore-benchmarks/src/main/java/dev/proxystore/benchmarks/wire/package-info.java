/** How many bytes proxies and events take. */
@NullMarked
package dev.proxystore.benchmarks.wire;

import org.jspecify.annotations.NullMarked;
