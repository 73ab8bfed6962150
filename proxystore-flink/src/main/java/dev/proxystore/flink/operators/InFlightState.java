package dev.proxystore.flink.operators;

import java.util.List;
import org.apache.flink.util.function.BiConsumerWithException;
import org.jspecify.annotations.Nullable;

/**
 * The records in flight as a checkpoint holds them: each with its timestamp, or the lowest number
 * for none. Watermarks between them are not kept; sources send new ones.
 */
interface InFlightState<IN> {
  long NO_TIMESTAMP = Long.MIN_VALUE;

  /** Hands out, once, what the checkpoint held. */
  void restore(BiConsumerWithException<IN, @Nullable Long, Exception> consumer) throws Exception;

  void save(List<InFlightQueue.Waiting<IN>> waiting) throws Exception;

  static long orNone(@Nullable Long timestamp) {
    return timestamp == null ? NO_TIMESTAMP : timestamp;
  }

  static @Nullable Long orNull(long timestamp) {
    return timestamp == NO_TIMESTAMP ? null : timestamp;
  }
}
