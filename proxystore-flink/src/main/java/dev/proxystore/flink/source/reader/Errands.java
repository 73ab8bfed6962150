package dev.proxystore.flink.source.reader;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What the task wants from the broker on behalf of splits, and the fetcher's thread does between
 * two fetches, since subscribers are not safe for several threads. Safe for use by both.
 */
final class Errands {
  private final Map<String, Queue<Runnable>> bySplit = new ConcurrentHashMap<>();

  void add(String splitId, Runnable errand) {
    bySplit.computeIfAbsent(splitId, absent -> new ConcurrentLinkedQueue<>()).add(errand);
  }

  /** Does all of a split; one that fails is the first to be done next time. */
  void run(String splitId) {
    Queue<Runnable> errands = bySplit.get(splitId);
    if (errands == null) {
      return;
    }
    for (Runnable next = errands.peek(); next != null; next = errands.peek()) {
      next.run();
      errands.remove();
    }
  }
}
