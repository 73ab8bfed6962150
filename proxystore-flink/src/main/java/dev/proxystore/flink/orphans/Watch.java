package dev.proxystore.flink.orphans;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a checkpoint says of attempts. Each entry stands for itself, and goes to any task when the
 * job is scaled.
 *
 * @param next the number of each attempt's next object: that one and later ones are orphans
 * @param starts of attempts that had not yet cleared up after those before them
 */
record Watch(Map<PutAttempt, Long> next, Set<Start> starts) {
  static final Watch NOTHING = new Watch(Map.of(), Set.of());

  /** Before what the ids of an attempt begin with: then the number is its parallelism. */
  private static final String START = "/";

  Watch {
    next = Map.copyOf(next);
    starts = Set.copyOf(starts);
  }

  Watch with(PutAttempt attempt, long number) {
    Map<PutAttempt, Long> more = new HashMap<>(next);
    more.put(attempt, number);
    return new Watch(more, starts);
  }

  /** Reads entries; those of another form are left out. */
  static Watch read(Map<String, Long> entries) {
    Map<PutAttempt, Long> next = new HashMap<>();
    Set<Start> starts = new HashSet<>();
    entries.forEach(
        (text, number) -> {
          if (text.startsWith(START)) {
            ObjectId.attempt(text.substring(START.length()))
                .ifPresent(attempt -> starts.add(new Start(attempt, number.intValue())));
          } else {
            ObjectId.attempt(text).ifPresent(attempt -> next.put(attempt, number));
          }
        });
    return new Watch(next, starts);
  }

  /** What the ids of attempts begin with, each with a number. */
  Map<String, Long> entries() {
    Map<String, Long> entries = new TreeMap<>();
    next.forEach((attempt, number) -> entries.put(attempt.prefix(), number));
    starts.forEach(each -> entries.put(START + each.attempt().prefix(), (long) each.parallelism()));
    return entries;
  }
}
