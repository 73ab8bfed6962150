package dev.proxystore.flink.source.split;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;

/**
 * The producers of one split: the last number of each, by which repeats are known, and which have
 * ended. Keeps up to {@value #MOST_KEPT}; beyond that it forgets one that has ended, or else the
 * one that was silent for longest: a repeat from that one would not be known.
 */
@Internal
public final class Producers {
  /** The most producers of a split of which anything is kept. */
  public static final int MOST_KEPT = 1000;

  private final LinkedHashMap<UUID, SeenProducer> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long endsForgotten;

  Producers(List<SeenProducer> seen, long endsForgotten) {
    seen.forEach(each -> kept.put(each.id(), each));
    this.endsForgotten = endsForgotten;
  }

  /** Whether this number was seen before. */
  public boolean isRepeat(UUID producer, long sequence) {
    SeenProducer known = kept.get(producer);
    return known != null && sequence <= known.last();
  }

  /** Remembers an event; says whether its producer is a new one. */
  public boolean saw(UUID producer, long sequence) {
    SeenProducer known = kept.get(producer);
    long last = known == null ? sequence : Math.max(sequence, known.last());
    kept.put(producer, new SeenProducer(producer, last, known != null && known.hasEnded()));
    forgetOneTooMany();
    return known == null;
  }

  /** Remembers an end; says whether it is the first one of its producer. */
  public boolean sawEnd(UUID producer, long sequence) {
    SeenProducer known = kept.get(producer);
    kept.put(producer, new SeenProducer(producer, sequence, true));
    forgetOneTooMany();
    return known == null || !known.hasEnded();
  }

  private void forgetOneTooMany() {
    if (kept.size() <= MOST_KEPT) {
      return;
    }
    SeenProducer least =
        kept.values().stream()
            .filter(SeenProducer::hasEnded)
            .findFirst()
            .orElseGet(() -> oldest(kept));
    endsForgotten += least.hasEnded() ? 1 : 0;
    kept.remove(least.id());
  }

  private static SeenProducer oldest(Map<UUID, SeenProducer> kept) {
    Iterator<SeenProducer> inOrder = kept.values().iterator();
    return inOrder.next();
  }

  /** How many have ended. */
  public long ends() {
    return endsForgotten + kept.values().stream().filter(SeenProducer::hasEnded).count();
  }

  /** Those that have not ended. */
  public Set<UUID> open() {
    return ids(false);
  }

  /** Those that have ended, as far as they are kept. */
  public Set<UUID> ended() {
    return ids(true);
  }

  private Set<UUID> ids(boolean ended) {
    return kept.values().stream()
        .filter(each -> each.hasEnded() == ended)
        .map(SeenProducer::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether nothing more is to come if the topic has these producers. */
  public boolean areOver(Set<UUID> all) {
    return open().isEmpty() && (endsForgotten > 0 || ended().containsAll(all));
  }

  List<SeenProducer> toList() {
    return List.copyOf(kept.values());
  }

  long endsForgotten() {
    return endsForgotten;
  }
}
