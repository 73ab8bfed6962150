/** The operators behind {@link dev.proxystore.flink.ProxyStreams}; not for direct use. */
@NullMarked
package dev.proxystore.flink.operators;

import org.jspecify.annotations.NullMarked;
