package dev.proxystore.flink.source;

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
}
