package dev.proxystore.flink.orphans;

import static dev.proxystore.flink.orphans.Names.BASE;

import dev.proxystore.connector.Key;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What says how much of what an attempt at a sink's writer put may have been published: of several
 * marks of one attempt the highest counts. Without any, all may have been.
 *
 * @param next the number of the attempt's first object that was not published
 * @param id under which the mark is
 */
record PublicationMark(PutAttempt attempt, long next, String id) {
  private static final Pattern FORM =
      Pattern.compile(PutAttempt.FORM + "\\+([0-9a-z]{1,12})" + Names.PLACEMENT);

  /** What the ids of an attempt's marks begin with. */
  static String prefix(PutAttempt attempt) {
    return attempt.prefix() + "+";
  }

  /** The id of a mark that is to be left. */
  static String id(PutAttempt attempt, long next) {
    return prefix(attempt) + Long.toString(next, BASE);
  }

  /** Leaves one; its key says where. */
  static Key put(Store store, String id) {
    return store.putBatch(Map.of(id, ""), PutOptions.defaults().storedAsWritten()).get(0);
  }

  /** Empty for ids that are of another form. */
  static Optional<PublicationMark> parse(String id) {
    Matcher parts = FORM.matcher(id);
    return parts.matches()
        ? Optional.of(
            new PublicationMark(PutAttempt.of(parts), Long.parseLong(parts.group(6), BASE), id))
        : Optional.empty();
  }
}
