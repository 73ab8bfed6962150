/**
 * A sink that puts values into a store and publishes events of them, or publishes proxies. Start at
 * {@link dev.proxystore.flink.sink.ProxySink}.
 */
@NullMarked
package dev.proxystore.flink.sink;

import org.jspecify.annotations.NullMarked;
