package dev.proxystore.flink.source;

import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import java.io.Serializable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;

/**
 * Makes a record of an event. One that resolves the proxy holds the whole source up: resolve where
 * you compute.
 *
 * @param <T> the type of the objects behind the proxies
 * @param <OUT> the type of the records
 */
@PublicEvolving
public interface ProxyEventDeserializer<T, OUT> extends Serializable, ResultTypeQueryable<OUT> {

  /**
   * The record of an event.
   *
   * @throws dev.proxystore.stream.event.EventException if there is none: the event then goes to the
   *     handler of bad events. Other exceptions fail the job.
   */
  OUT deserialize(ProxyEvent<T> event) throws Exception;

  /** The proxies alone. */
  static <T> ProxyEventDeserializer<T, Proxy<T>> ofProxies(ProxyTypeInfo<T> type) {
    return new EventDeserializers.ProxyOnly<>(type);
  }

  /** The proxies with their metadata. */
  static <T> ProxyEventDeserializer<T, ProxyEvent<T>> ofEvents(ProxyTypeInfo<T> type) {
    return new EventDeserializers.WithMetadata<>(type);
  }
}
