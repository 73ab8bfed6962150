package dev.proxystore.flink.sink;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * The producer of a writer, and those whose ends it announces in place of writers that are gone.
 *
 * @param retired they have sent something and send no more
 */
record Producers(Producer own, List<ProducerNumbers> retired) {

  /**
   * Goes on as the first producer of this job that the states name; begins as a new one where there
   * is none, or where they are those of another job, which may still be running.
   */
  static Producers of(
      Attempt attempt, Collection<ProxyWriterState> states, boolean announcesEnds, Instant now) {
    List<ProducerNumbers> earlier = new ArrayList<>();
    ProducerNumbers own = null;
    for (ProxyWriterState each : states) {
      if (own == null && each.run().equals(attempt.run())) {
        own = each.producer();
      } else {
        earlier.add(each.producer());
      }
      earlier.addAll(each.retired());
    }
    earlier.removeIf(each -> !announcesEnds || each.next().isEmpty());
    ProducerNumbers known =
        own != null ? own : new ProducerNumbers(attempt.producer(), new TreeMap<>());
    return new Producers(new Producer(known, now), List.copyOf(earlier));
  }
}
