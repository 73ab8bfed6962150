package dev.proxystore.hazelcast;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a ring, as text {@code 5f3a9c01d2e4b687/41/9ae0daaf}, the last part only behind events
 * that were read.
 *
 * @param birth the mark of the ring; one that was lost with its members and made anew has another
 * @param sequence the number of the event that was read last, -1 before the first
 * @param check the CRC-32C of the item that was read there
 */
record RingPosition(String birth, long sequence, OptionalInt check) {
  private static final Pattern TEXT =
      Pattern.compile("([0-9a-f]{16})/(-1|\\d{1,18})(?:/([0-9a-f]{8}))?");

  static RingPosition parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no position in a ring of Hazelcast: expected sixteen hexadecimal digits, a slash and a number, as they come with messages."
              .formatted(text));
    }
    String check = matcher.group(3);
    return new RingPosition(
        matcher.group(1),
        Long.parseLong(matcher.group(2)),
        check == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseUnsignedInt(check, 16)));
  }

  /** Behind an item of the same ring. */
  RingPosition behind(long number, byte[] item) {
    return new RingPosition(birth, number, OptionalInt.of(RingItem.check(item)));
  }

  @Override
  public String toString() {
    String place = birth + "/" + sequence;
    return check.isEmpty() ? place : "%s/%08x".formatted(place, check.getAsInt());
  }
}
