package dev.proxystore.flink.source.reader;

import dev.proxystore.stream.event.ReplayableBroker;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many events of replayable topics wait to be fetched. The fetcher's thread asks the broker
 * once in a while; others read what it was told.
 */
final class PendingRecords {
  private static final long PERIOD_NANOS = Duration.ofSeconds(1).toNanos();

  private final Map<String, Long> bySplit = new ConcurrentHashMap<>();
  private long askedAt = System.nanoTime() - PERIOD_NANOS;

  long total() {
    return bySplit.values().stream().mapToLong(Long::longValue).sum();
  }

  void refresh(BrokerLink link, Collection<Progress> splits) {
    long now = System.nanoTime();
    if (now - askedAt < PERIOD_NANOS) {
      return;
    }
    askedAt = now;
    for (Progress each : splits) {
      if (each.split().isReplayable()) {
        ReplayableBroker log = link.log();
        bySplit.put(
            each.splitId(),
            log.pending(each.split().topic(), each.split().number(), each.position()));
      }
    }
  }

  void forget(String splitId) {
    bySplit.remove(splitId);
  }
}
