package dev.proxystore.benchmarks.chaos;

import java.io.Serializable;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;

/**
 * The records of a run. Their bytes follow from the seed and their number, so that each result can
 * be checked by whoever knows these two. Most are about as large as asked for; some are tiny, and
 * some so large that a store splits them.
 *
 * @param seed of the run
 * @param count how many there are; they are numbered from 0
 * @param size of most of them in bytes, times 0.5 to 1.5
 */
record Records(long seed, long count, int size) implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int KINDS = 16;
  private static final int TINY = 1;
  private static final int LARGE = 4;
  private static final int DROPPED = 7;

  private static final int LEAST_COUNT = 16;
  private static final int LEAST_SIZE = 16;
  private static final int MOST_SIZE = 4 << 20;

  private static final int LARGEST_TINY = 1024;
  private static final int LEAST_LARGE = 16;
  private static final int MOST_LARGE = 40;

  Records {
    if (count < LEAST_COUNT) {
      throw new IllegalArgumentException(
          "The number of records was %d, expected %d or more.".formatted(count, LEAST_COUNT));
    }
    if (size < LEAST_SIZE || size > MOST_SIZE) {
      throw new IllegalArgumentException(
          "The size was %d bytes, expected %d to %d.".formatted(size, LEAST_SIZE, MOST_SIZE));
    }
  }

  /** Whether the dispatcher drops a record: it has no result. */
  static boolean isDropped(long number) {
    return number % KINDS == DROPPED;
  }

  /** The payload of a record. */
  byte[] bytes(long number) {
    SplittableRandom random = random(number);
    byte[] bytes = new byte[length(number, random)];
    random.nextBytes(bytes);
    return bytes;
  }

  private SplittableRandom random(long number) {
    return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
  }

  private int length(long number, SplittableRandom random) {
    return switch ((int) (number % KINDS)) {
      case TINY -> random.nextInt(1, LARGEST_TINY);
      case LARGE -> size * random.nextInt(LEAST_LARGE, MOST_LARGE);
      default -> size / 2 + random.nextInt(size);
    };
  }

  /** How many bytes all of them have. */
  long totalBytes() {
    return LongStream.range(0, count).map(number -> length(number, random(number))).sum();
  }

  /** The line that a record's payload must give. */
  String expected(long number) {
    return result(number, bytes(number));
  }

  /** The line that the job writes of a record: its number, length and checksum. */
  static String result(long number, byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return "%d %d %08x".formatted(number, bytes.length, checksum.getValue());
  }
}
