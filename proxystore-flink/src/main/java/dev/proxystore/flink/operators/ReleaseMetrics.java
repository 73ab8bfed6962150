package dev.proxystore.flink.operators;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;

/** What an operator counts of released objects; by any thread. */
final class ReleaseMetrics {
  private final Counter objectsReleased;
  private final Counter bytesReleased;
  private final AtomicLong objectsPending = new AtomicLong();
  private final AtomicLong bytesPending = new AtomicLong();

  ReleaseMetrics(MetricGroup group) {
    objectsReleased = group.counter("objectsReleased", new ThreadSafeSimpleCounter());
    bytesReleased = group.counter("bytesReleased", new ThreadSafeSimpleCounter());
    group.gauge("releasesPending", this::objectsPending);
  }

  void marked(int objects, long bytes) {
    objectsPending.addAndGet(objects);
    bytesPending.addAndGet(bytes);
  }

  void gone(List<Released> released) {
    for (Released each : released) {
      long bytes = each.bytes();
      marked(-each.size(), -bytes);
      objectsReleased.inc(each.size());
      bytesReleased.inc(bytes);
    }
  }

  /** Released, and not known to be gone. */
  long objectsPending() {
    return objectsPending.get();
  }

  long bytesPending() {
    return bytesPending.get();
  }
}
