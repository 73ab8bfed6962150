package dev.proxystore.flink.operators;

import dev.proxystore.connector.ObjectConsumer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records in flight as a checkpoint holds them: each with its timestamp, or the lowest number
 * for none. Watermarks between them are not kept; sources send new ones.
 */
interface InFlightState<IN> {
  long NO_TIMESTAMP = Long.MIN_VALUE;

  /** Takes a record that a checkpoint held, and who will release its object. */
  interface Sink<IN> {
    void accept(IN record, @Nullable Long timestamp, ObjectConsumer consumer) throws Exception;
  }

  /** Hands out, once, what the checkpoint held. */
  void restore(Sink<IN> sink) throws Exception;

  void save(List<InFlightQueue.Waiting<IN>> waiting) throws Exception;

  static long orNone(@Nullable Long timestamp) {
    return timestamp == null ? NO_TIMESTAMP : timestamp;
  }

  static @Nullable Long orNull(long timestamp) {
    return timestamp == NO_TIMESTAMP ? null : timestamp;
  }
}
