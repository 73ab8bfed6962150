/**
 * Proxies in Flink jobs. Start at {@link dev.proxystore.flink.ProxyStreams}, which puts the values
 * of a stream into a store and resolves proxies where they are used.
 */
@NullMarked
package dev.proxystore.flink;

import org.jspecify.annotations.NullMarked;
