package dev.proxystore.flink.sink;

import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.StoreFactory;
import dev.proxystore.stream.event.EventBatch;
import java.util.List;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/** What a writer reports, by the names of FLIP-33. Used by the task's thread. */
final class WriterMetrics {
  private final SinkWriterMetricGroup group;
  private volatile long sendMillis;

  WriterMetrics(SinkWriterMetricGroup group) {
    this.group = group;
    group.setCurrentSendTimeGauge(() -> sendMillis);
  }

  /** A batch was put, if it had to be, and handed over; the bytes are those of both. */
  void sent(EventBatch batch, long objectBytes, long nanos) {
    group.getNumRecordsSendCounter().inc(batch.frames().size());
    group
        .getNumBytesSendCounter()
        .inc(objectBytes + batch.frames().stream().mapToLong(frame -> frame.length).sum());
    sendMillis = nanos / 1_000_000;
  }

  void failed(int records) {
    group.getNumRecordsSendErrorsCounter().inc(records);
  }

  /** The bytes behind proxies of objects that lie in stores. */
  static long objectBytes(List<? extends Proxy<?>> proxies) {
    return proxies.stream()
        .mapToLong(each -> each.factory() instanceof StoreFactory<?> f ? f.key().length() : 0)
        .sum();
  }
}
