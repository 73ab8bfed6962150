package dev.proxystore.flink.formats;

import static java.util.Objects.requireNonNull;

import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.stream.event.EventException;
import dev.proxystore.stream.event.EventFrame;
import dev.proxystore.stream.event.StreamEvent;
import dev.proxystore.stream.event.StreamEvent.ObjectSent;
import java.io.IOException;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Makes proxies of events that one of Flink's own connectors reads, and fetches nothing. Ends of
 * streams are left out: the connector's own bounds say when a topic ends. Repeats are not: the
 * connector has means of its own against them.
 *
 * @param <T> the type of the objects
 */
@PublicEvolving
public final class ProxyEventDeserializationSchema<T> implements DeserializationSchema<Proxy<T>> {
  private static final long serialVersionUID = 1L;

  /** What becomes of bytes that are no event, corrupt, or of a newer version. */
  public enum BadEvents {
    /** The job fails with what was expected and found. */
    FAIL,
    /** They are left out, and counted as {@code numRecordsInErrors}. */
    SKIP
  }

  private final ProxyTypeInfo<T> type;
  private final BadEvents badEvents;
  private transient @Nullable Counter counter;
  private transient long skipped;

  private ProxyEventDeserializationSchema(ProxyTypeInfo<T> type, BadEvents badEvents) {
    this.type = type;
    this.badEvents = badEvents;
  }

  /** Proxies of objects of a class; bad events fail the job. */
  public static <T> ProxyEventDeserializationSchema<T> forValues(Class<T> values) {
    return new ProxyEventDeserializationSchema<>(ProxyTypeInfo.forValues(values), BadEvents.FAIL);
  }

  /** The same with another choice of what bad events do. */
  public ProxyEventDeserializationSchema<T> setBadEvents(BadEvents choice) {
    return new ProxyEventDeserializationSchema<>(type, requireNonNull(choice, "choice"));
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
  public void deserialize(byte[] frame, Collector<Proxy<T>> out) throws IOException {
    Proxy<T> proxy = deserialize(frame);
    if (proxy != null) {
      out.collect(proxy);
    }
  }

  /** The proxy of an event, or null for an end of stream and for what is left out. */
  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // Flink leaves nulls out; the user says the type
  public Proxy<T> deserialize(byte[] frame) throws IOException {
    try {
      StreamEvent event = EventFrame.read(frame);
      return event instanceof ObjectSent sent ? (Proxy<T>) sent.proxy() : null;
    } catch (EventException e) {
      if (badEvents == BadEvents.FAIL) {
        throw new IOException(e.getMessage(), e);
      }
      count();
      return null;
    }
  }

  private void count() {
    skipped++;
    if (counter != null) {
      counter.inc();
    }
  }

  @Override
  public boolean isEndOfStream(Proxy<T> next) {
    return false;
  }

  @Override
  public TypeInformation<Proxy<T>> getProducedType() {
    return type;
  }
}
