package dev.proxystore.flink.sink;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A producer and the number that its next event has, for each topic that it has sent to.
 *
 * @param next by topic
 */
record ProducerNumbers(UUID producer, SortedMap<String, Long> next) {
  ProducerNumbers {
    next = Collections.unmodifiableSortedMap(new TreeMap<>(next));
  }

  /** The same topics with no number below this one. */
  ProducerNumbers atLeast(long number) {
    TreeMap<String, Long> raised = new TreeMap<>(next);
    raised.replaceAll((topic, each) -> Math.max(each, number));
    return new ProducerNumbers(producer, raised);
  }
}
