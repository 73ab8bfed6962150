package dev.proxystore.flink.formats;

import static java.util.Objects.requireNonNull;

import dev.proxystore.flink.source.ProxyEvent;
import dev.proxystore.flink.source.ProxyEventDeserializer;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.stream.event.EventException;
import dev.proxystore.stream.event.EventFrame;
import dev.proxystore.stream.event.StreamEvent.ObjectSent;
import java.io.IOException;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of events that one of Flink's own connectors reads, and fetches nothing. Ends of
 * streams are left out: the connector's own bounds say when a topic ends. So are messages without a
 * value, such as Kafka's tombstones. Repeats are not: the connector has means of its own against
 * them.
 *
 * @param <OUT> the type of the records
 */
@PublicEvolving
public final class ProxyEventDeserializationSchema<OUT> implements DeserializationSchema<OUT> {
  private static final long serialVersionUID = 1L;

  /** What becomes of bytes that are no event, corrupt, or of a newer version. */
  public enum BadEvents {
    /** The job fails with what was expected and found. */
    FAIL,
    /** They are left out, and counted as {@code numRecordsInErrors}. */
    SKIP
  }

  private final ProxyEventDeserializer<?, OUT> records;
  private final String topic;
  private final BadEvents badEvents;
  private transient @Nullable Counter counter;
  private transient long skipped;

  private ProxyEventDeserializationSchema(
      ProxyEventDeserializer<?, OUT> records, String topic, BadEvents badEvents) {
    this.records = records;
    this.topic = topic;
    this.badEvents = badEvents;
  }

  /** Proxies of objects of a class; bad events fail the job. */
  public static <T> ProxyEventDeserializationSchema<Proxy<T>> forValues(Class<T> values) {
    return forValues(TypeInformation.of(values));
  }

  /** Proxies of objects of a type; bad events fail the job. */
  public static <T> ProxyEventDeserializationSchema<Proxy<T>> forValues(TypeInformation<T> values) {
    return of(ProxyEventDeserializer.ofProxies(ProxyTypeInfo.forValues(values)));
  }

  /** Proxies of objects of a class, with their metadata; bad events fail the job. */
  public static <T> ProxyEventDeserializationSchema<ProxyEvent<T>> forEvents(Class<T> values) {
    return forEvents(TypeInformation.of(values));
  }

  /** Proxies of objects of a type, with their metadata; bad events fail the job. */
  public static <T> ProxyEventDeserializationSchema<ProxyEvent<T>> forEvents(
      TypeInformation<T> values) {
    return of(ProxyEventDeserializer.ofEvents(ProxyTypeInfo.forValues(values)));
  }

  /** What the function makes of each event; bad events fail the job. */
  public static <OUT> ProxyEventDeserializationSchema<OUT> of(
      ProxyEventDeserializer<?, OUT> function) {
    return new ProxyEventDeserializationSchema<>(
        requireNonNull(function, "function"), "", BadEvents.FAIL);
  }

  /** The same with another choice of what bad events do. */
  public ProxyEventDeserializationSchema<OUT> setBadEvents(BadEvents choice) {
    return new ProxyEventDeserializationSchema<>(records, topic, requireNonNull(choice, "choice"));
  }

  /**
   * The same with what events say as their topic: a schema is not told, so it is empty if unset.
   */
  public ProxyEventDeserializationSchema<OUT> setTopic(String name) {
    return new ProxyEventDeserializationSchema<>(records, requireNonNull(name, "name"), badEvents);
  }

  @Override
  public void open(InitializationContext context) {
    counter = context.getMetricGroup().counter("numRecordsInErrors");
  }

  /** How many bad events were left out by this instance. */
  public long skipped() {
    return skipped;
  }

  @Override
  public void deserialize(byte @Nullable [] frame, Collector<OUT> out) throws IOException {
    OUT record = deserialize(frame);
    if (record != null) {
      out.collect(record);
    }
  }

  /** The record of an event, or null for what is left out. */
  @Override
  @SuppressWarnings("NullAway") // Flink leaves nulls out
  public OUT deserialize(byte @Nullable [] frame) throws IOException {
    try {
      return frame != null && EventFrame.read(frame) instanceof ObjectSent sent
          ? record(sent, records)
          : null;
    } catch (EventException e) {
      if (badEvents == BadEvents.FAIL) {
        throw new IOException(e.getMessage(), e);
      }
      count();
      return null;
    }
  }

  @SuppressWarnings("unchecked") // the user says the type
  private <T> OUT record(ObjectSent sent, ProxyEventDeserializer<T, OUT> function) {
    Proxy<T> proxy = (Proxy<T>) sent.proxy();
    try {
      return function.deserialize(new ProxyEvent<>(proxy, sent.metadata(), topic, sent.sentAt()));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new FlinkRuntimeException("No record can be made of an event.", e);
    }
  }

  private void count() {
    skipped++;
    if (counter != null) {
      counter.inc();
    }
  }

  @Override
  public boolean isEndOfStream(OUT next) {
    return false;
  }

  @Override
  public TypeInformation<OUT> getProducedType() {
    return records.getProducedType();
  }
}
