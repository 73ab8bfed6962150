package dev.proxystore.stream;

import dev.proxystore.stream.event.Metadata;
import java.util.random.RandomGenerator;

/**
 * Keeps a random part of a stream. Each object is decided on for itself, so that a share of 0.1
 * keeps about every tenth. Safe for use by several threads if the generator is.
 */
public final class SamplingFilter implements Filter {
  private final double share;
  private final RandomGenerator random;

  /**
   * Keeps a share of the objects.
   *
   * @param share from 0, none, to 1, all
   */
  public SamplingFilter(double share) {
    this(share, RandomGenerator.of("SplittableRandom"));
  }

  /** Keeps a share of the objects, chosen by a generator that may be seeded. */
  public SamplingFilter(double share, RandomGenerator random) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("Expected a share from 0 to 1, found " + share + ".");
    }
    this.share = share;
    this.random = random;
  }

  @Override
  public synchronized boolean drops(Metadata metadata) {
    return random.nextDouble() >= share;
  }
}
