package dev.proxystore.stream.event;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.UUID;

/**
 * Events of one producer on one topic, as frames, numbered without a gap.
 *
 * @param producer who sends them
 * @param firstSequence the number of the first
 * @param frames one or more; not copied
 */
public record EventBatch(UUID producer, long firstSequence, List<byte[]> frames) {
  public EventBatch {
    requireNonNull(producer, "producer");
    frames = List.copyOf(frames);
  }

  /** The number of the last. */
  public long lastSequence() {
    return firstSequence + frames.size() - 1;
  }

  /**
   * The partition that takes the batch: the same each time that it is published, and evenly spread
   * over many batches (the mixing step of SplitMix64, Steele, Lea and Flood 2014).
   */
  public int partition(int partitions) {
    long mixed = producer.getLeastSignificantBits() + firstSequence * 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return (int) Long.remainderUnsigned(mixed ^ (mixed >>> 31), partitions);
  }
}
