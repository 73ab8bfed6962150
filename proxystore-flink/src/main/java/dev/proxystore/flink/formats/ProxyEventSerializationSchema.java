package dev.proxystore.flink.formats;

import static java.util.Objects.requireNonNull;

import dev.proxystore.flink.source.ProxyEvent;
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
 * of its own from the first event on: what a restarted task sends again are new events to whoever
 * counts repeats by their numbers, so rely on the connector's own guarantee.
 *
 * @param <IN> the type of the records
 */
@PublicEvolving
public final class ProxyEventSerializationSchema<IN> implements SerializationSchema<IN> {
  private static final long serialVersionUID = 1L;

  private final MapFunction<IN, ? extends Proxy<?>> proxies;
  private final MapFunction<IN, Metadata> metadata;
  private transient @Nullable UUID producer;
  private transient long next;

  private ProxyEventSerializationSchema(
      MapFunction<IN, ? extends Proxy<?>> proxies, MapFunction<IN, Metadata> metadata) {
    this.proxies = proxies;
    this.metadata = metadata;
  }

  /** Events of proxies, without metadata. */
  public static <T> ProxyEventSerializationSchema<Proxy<T>> withoutMetadata() {
    return withMetadata(proxy -> Metadata.empty());
  }

  /** Events of proxies, with what the function says of each. */
  public static <T> ProxyEventSerializationSchema<Proxy<T>> withMetadata(
      MapFunction<Proxy<T>, Metadata> metadata) {
    return of(proxy -> proxy, metadata);
  }

  /** Events with the proxies and the metadata of others, as new ones. */
  public static <T> ProxyEventSerializationSchema<ProxyEvent<T>> forEvents() {
    return of(ProxyEvent::proxy, ProxyEvent::metadata);
  }

  /** Events with what the functions say of each record. */
  public static <IN> ProxyEventSerializationSchema<IN> of(
      MapFunction<IN, ? extends Proxy<?>> proxies, MapFunction<IN, Metadata> metadata) {
    return new ProxyEventSerializationSchema<>(
        requireNonNull(proxies, "proxies"), requireNonNull(metadata, "metadata"));
  }

  @Override
  public byte[] serialize(IN record) {
    UUID id = producer;
    if (id == null) {
      id = UUID.randomUUID();
      producer = id;
    }
    Metadata said = apply(metadata, record);
    return EventFrame.write(
        new ObjectSent(id, next++, Instant.now(), said, apply(proxies, record)));
  }

  private static <A, B> B apply(MapFunction<A, B> function, A record) {
    try {
      return function.map(record);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new FlinkRuntimeException("No event can be made of a record.", e);
    }
  }
}
