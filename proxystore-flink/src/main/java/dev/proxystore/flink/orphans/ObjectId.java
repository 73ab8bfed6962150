package dev.proxystore.flink.orphans;

import static dev.proxystore.flink.orphans.Names.BASE;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the id of an object says: an attempt's prefix, behind which checkpoint the object was put,
 * and a running number. What a connector adds behind a tilde, to place the object, is not looked
 * at.
 *
 * @param behind the checkpoint or savepoint that its task had last seen, counted from one; 0 for
 *     none. A savepoint with this number or a higher one may hold the object, no other can
 */
record ObjectId(PutAttempt attempt, long behind, long number) {
  private static final Pattern FORM =
      Pattern.compile(PutAttempt.FORM + "([0-9a-z]{1,12})\\.([0-9a-z]{1,12})" + Names.PLACEMENT);

  static String object(String prefix, long behind, long number) {
    return prefix + Long.toString(behind, BASE) + "." + Long.toString(number, BASE);
  }

  /** Empty for ids that are of another form. */
  static Optional<ObjectId> parse(String id) {
    Matcher parts = FORM.matcher(id);
    if (!parts.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new ObjectId(
            PutAttempt.of(parts),
            Long.parseLong(parts.group(6), BASE),
            Long.parseLong(parts.group(7), BASE)));
  }

  /** The attempt whose objects' ids begin so; empty if it is of another form. */
  static Optional<PutAttempt> attempt(String prefix) {
    return parse(object(prefix, 0, 0)).map(ObjectId::attempt);
  }
}
