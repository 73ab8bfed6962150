package dev.proxystore.flink.formats;

import static java.util.Objects.requireNonNull;

import dev.proxystore.proxy.Proxy;
import dev.proxystore.stream.event.EventFrame;
import dev.proxystore.stream.event.Metadata;
import dev.proxystore.stream.event.StreamEvent.ObjectSent;
import java.time.Instant;
import java.util.UUID;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of proxies, for one of Flink's own connectors to send. Each instance is a producer
 * of its own from the moment that it is opened: what a restarted task sends again are new events to
 * whoever counts repeats by their numbers, so rely on the connector's own guarantee.
 *
 * @param <T> the type of the objects
 */
@PublicEvolving
public final class ProxyEventSerializationSchema<T> implements SerializationSchema<Proxy<T>> {
  private static final long serialVersionUID = 1L;

  private final MapFunction<Proxy<T>, Metadata> metadata;
  private transient @Nullable UUID producer;
  private transient long next;

  private ProxyEventSerializationSchema(MapFunction<Proxy<T>, Metadata> metadata) {
    this.metadata = metadata;
  }

  /** Events without metadata. */
  public static <T> ProxyEventSerializationSchema<T> withoutMetadata() {
    return withMetadata(proxy -> Metadata.empty());
  }

  /** Events with what the function says of each proxy. */
  public static <T> ProxyEventSerializationSchema<T> withMetadata(
      MapFunction<Proxy<T>, Metadata> metadata) {
    return new ProxyEventSerializationSchema<>(requireNonNull(metadata, "metadata"));
  }

  @Override
  public byte[] serialize(Proxy<T> proxy) {
    UUID id = producer;
    if (id == null) {
      id = UUID.randomUUID();
      producer = id;
    }
    return EventFrame.write(new ObjectSent(id, next++, Instant.now(), metadata(proxy), proxy));
  }

  private Metadata metadata(Proxy<T> proxy) {
    try {
      return metadata.map(proxy);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new FlinkRuntimeException("The metadata of a proxy cannot be told.", e);
    }
  }
}
