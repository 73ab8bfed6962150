package dev.proxystore.flink.operators;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;

/** What an operator counts of released objects; by any thread. */
final class ReleaseMetrics {
  private final Counter released;
  private final AtomicLong pending = new AtomicLong();

  ReleaseMetrics(MetricGroup group) {
    released = group.counter("objectsReleased", new ThreadSafeSimpleCounter());
    group.gauge("releasesPending", pending::get);
  }

  void marked(int objects) {
    pending.addAndGet(objects);
  }

  void gone(List<Released> objects) {
    long number = objects.stream().mapToLong(Released::size).sum();
    pending.addAndGet(-number);
    released.inc(number);
  }
}
