package dev.proxystore.flink.sink;

import dev.proxystore.stream.event.Metadata;

/**
 * A record that waits for its batch.
 *
 * @param content the value to put, or the proxy to pass on
 */
record Item(Object content, Metadata metadata) {}
