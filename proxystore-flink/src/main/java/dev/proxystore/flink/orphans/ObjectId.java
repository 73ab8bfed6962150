package dev.proxystore.flink.orphans;

import static dev.proxystore.flink.orphans.Names.BASE;
import static dev.proxystore.flink.orphans.Names.TOKEN_DIGITS;
import static dev.proxystore.flink.orphans.Names.WRITER_DIGITS;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the id of an object says: an attempt's prefix and a running number. A number behind a minus
 * sign is a pin: a savepoint holds the attempt's objects below that number. What a connector adds
 * behind a tilde, to place the object, is not looked at.
 */
record ObjectId(PutAttempt attempt, long number, Kind kind) {
  private static final String PIN = "-";
  private static final Pattern FORM =
      Pattern.compile(
          "([0-9a-z]{%d})([0-9a-z]{1,6})\\.([0-9a-z]{1,12})\\.([0-9a-z]{1,6})([0-9a-z]{%d})\\.(-?)([0-9a-z]{1,12})(~.*)?"
              .formatted(WRITER_DIGITS, TOKEN_DIGITS));

  enum Kind {
    OBJECT,
    PIN
  }

  static String object(String prefix, long number) {
    return prefix + Long.toString(number, BASE);
  }

  static String pin(String prefix, long number) {
    return prefix + PIN + Long.toString(number, BASE);
  }

  /** Empty for ids that are of another form. */
  static Optional<ObjectId> parse(String id) {
    Matcher parts = FORM.matcher(id);
    if (!parts.matches()) {
      return Optional.empty();
    }
    PutAttempt attempt =
        new PutAttempt(
            parts.group(1),
            Integer.parseInt(parts.group(2), BASE),
            Long.parseLong(parts.group(3), BASE),
            Integer.parseInt(parts.group(4), BASE),
            parts.group(5));
    Kind kind = parts.group(6).isEmpty() ? Kind.OBJECT : Kind.PIN;
    return Optional.of(new ObjectId(attempt, Long.parseLong(parts.group(7), BASE), kind));
  }
}
