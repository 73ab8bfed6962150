package dev.proxystore.flink.orphans;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What says that a job is over and that Flink has kept a checkpoint of it, which may hold objects
 * of one operator in one submission of the job. Its content says since when.
 *
 * @param writer the job and the operator in one submission of it, see {@link Names}
 * @param id under which the mark is
 */
record KeptMark(String writer, String id) {
  private static final Pattern FORM =
      Pattern.compile("([0-9a-z]{%d})!".formatted(Names.WRITER_DIGITS) + Names.PLACEMENT);

  /** The id of a mark that is to be left. */
  static String id(String writer) {
    return writer + "!";
  }

  /** Empty for ids that are of another form. */
  static Optional<KeptMark> parse(String id) {
    Matcher parts = FORM.matcher(id);
    return parts.matches() ? Optional.of(new KeptMark(parts.group(1), id)) : Optional.empty();
  }
}
