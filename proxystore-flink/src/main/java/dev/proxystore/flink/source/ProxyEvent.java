package dev.proxystore.flink.source;

import static java.util.Objects.requireNonNull;

import dev.proxystore.proxy.Proxy;
import dev.proxystore.stream.event.Metadata;
import java.time.Instant;
import org.apache.flink.annotation.PublicEvolving;

/**
 * A proxy with what its stream says of the object: what a dispatcher filters, keys and routes by.
 * Its type in Flink is {@link ProxyEventTypeInfo}.
 *
 * @param proxy the reference; not resolved
 * @param metadata what the producer said of the object
 * @param topic where it was read
 * @param sentAt when it was sent, by the producer's clock, to the millisecond
 * @param <T> the type of the object
 */
@PublicEvolving
public record ProxyEvent<T>(Proxy<T> proxy, Metadata metadata, String topic, Instant sentAt) {
  public ProxyEvent {
    requireNonNull(proxy, "proxy");
    requireNonNull(metadata, "metadata");
    requireNonNull(topic, "topic");
    sentAt = Instant.ofEpochMilli(sentAt.toEpochMilli());
  }
}
