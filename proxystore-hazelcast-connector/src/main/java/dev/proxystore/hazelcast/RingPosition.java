package dev.proxystore.hazelcast;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a ring, as text {@code 5f3a9c01d2e4b687/41}.
 *
 * @param birth the mark of the ring; one that was lost with its members and made anew has another
 * @param sequence the number of the event that was read last, -1 before the first
 */
record RingPosition(String birth, long sequence) {
  private static final Pattern TEXT = Pattern.compile("([0-9a-f]{16})/(-1|\\d{1,18})");

  static RingPosition parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no position in a ring of Hazelcast: expected sixteen hexadecimal digits, a slash and a number, as they come with messages."
              .formatted(text));
    }
    return new RingPosition(matcher.group(1), Long.parseLong(matcher.group(2)));
  }

  @Override
  public String toString() {
    return birth + "/" + sequence;
  }
}
