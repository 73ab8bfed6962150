/** Reads topics as streams of proxies. Start at {@link dev.proxystore.flink.source.ProxySource}. */
@NullMarked
package dev.proxystore.flink.source;

import org.jspecify.annotations.NullMarked;
