/**
 * Events of ProxyStore as schemas for Flink's own connectors, such as Kafka's. Start at {@link
 * dev.proxystore.flink.formats.ProxyEventDeserializationSchema}.
 */
@NullMarked
package dev.proxystore.flink.formats;

import org.jspecify.annotations.NullMarked;
