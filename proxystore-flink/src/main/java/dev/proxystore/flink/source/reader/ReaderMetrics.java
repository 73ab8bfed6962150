package dev.proxystore.flink.source.reader;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;

/** What a reader counts beside what Flink counts for it. Used by the task's thread. */
final class ReaderMetrics {
  static final String GROUP = "ProxySourceReader";
  static final String REPEATS_DROPPED = "repeatsDropped";

  private final SourceReaderMetricGroup group;
  private final Counter repeats;
  private boolean hasPending;

  ReaderMetrics(SourceReaderMetricGroup group) {
    this.group = group;
    this.repeats = group.addGroup(GROUP).counter(REPEATS_DROPPED);
  }

  void read(int bytes) {
    group.getIOMetricGroup().getNumBytesInCounter().inc(bytes);
  }

  void bad() {
    group.getNumRecordsInErrorsCounter().inc();
  }

  void repeated() {
    repeats.inc();
  }

  /** There is a split of which the broker can tell what is pending. */
  void show(PendingRecords pending) {
    if (!hasPending) {
      hasPending = true;
      group.setPendingRecordsGauge(pending::total);
    }
  }
}
