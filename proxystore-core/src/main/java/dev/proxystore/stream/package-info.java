/**
 * Streams of objects between processes: a {@link dev.proxystore.stream.StreamProducer} puts objects
 * into stores and tells a broker, a {@link dev.proxystore.stream.StreamConsumer} gets proxies. Any
 * store goes with any broker.
 */
@NullMarked
package dev.proxystore.stream;

import org.jspecify.annotations.NullMarked;
