package dev.proxystore.redis;

import java.math.BigInteger;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of an entry of a stream: the milliseconds of the server's clock and a number, both
 * unsigned.
 */
record StreamPosition(long millis, long number) implements Comparable<StreamPosition> {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,20})-(\\d{1,20})");

  /** Before every entry. */
  static final StreamPosition START = new StreamPosition(0, 0);

  /**
   * Reads a position.
   *
   * @throws IllegalArgumentException if it is none
   */
  static StreamPosition parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no position in a stream of Redis: expected two numbers and a hyphen, such as 1700000000000-0."
              .formatted(text));
    }
    return new StreamPosition(unsigned(matcher.group(1)), unsigned(matcher.group(2)));
  }

  private static long unsigned(String digits) {
    return new BigInteger(digits).longValue();
  }

  /** The last that is possible before a time. */
  static StreamPosition before(Instant time) {
    long millis = time.toEpochMilli();
    return millis <= 0 ? START : new StreamPosition(millis - 1, -1L);
  }

  @Override
  public int compareTo(StreamPosition other) {
    int order = Long.compareUnsigned(millis, other.millis);
    return order != 0 ? order : Long.compareUnsigned(number, other.number);
  }

  /** As Redis writes it. */
  @Override
  public String toString() {
    return Long.toUnsignedString(millis) + "-" + Long.toUnsignedString(number);
  }
}
