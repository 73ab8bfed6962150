package dev.proxystore.flink.orphans;

import static dev.proxystore.flink.orphans.Names.BASE;
import static dev.proxystore.flink.orphans.Names.JOB_DIGITS;
import static dev.proxystore.flink.orphans.Names.WRITER_DIGITS;

import dev.proxystore.connector.Key;
import dev.proxystore.serialize.Descriptor;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an operator leaves in its store when a savepoint is taken: as long as it is there, the
 * savepoint may hold the operator's objects up to a checkpoint. All tasks of the operator leave the
 * same one. Its content says when the savepoint was taken and where it lies.
 *
 * @param writer the job and the operator that put the objects
 * @param reach it may hold those whose ids name this checkpoint or an earlier one
 * @param job the job of which the savepoint is; a later one than the writer's if that job was
 *     started from a savepoint itself
 * @param savepoint its number
 * @param bytes the length of the content
 * @param placement what the store has added to the id, to say where the mark is
 */
record SavepointMark(
    String writer, long reach, String job, long savepoint, int bytes, String placement) {
  private static final String NUMBER = "([0-9a-z]{1,12})";
  private static final Pattern FORM =
      Pattern.compile(
          "([0-9a-z]{%d})-%s\\.([0-9a-z]{%d})\\.%s\\.([0-9a-z]{1,5})(~.*)?"
              .formatted(WRITER_DIGITS, NUMBER, JOB_DIGITS, NUMBER));
  private static final String CONTENT = "utf8";

  /** A mark that is to be left. */
  SavepointMark(String writer, long reach, String job, long savepoint, int bytes) {
    this(writer, reach, job, savepoint, bytes, "");
  }

  /** What the ids of an operator's marks begin with. */
  static String prefix(String writer) {
    return writer + "-";
  }

  String id() {
    return "%s%s.%s.%s.%s%s"
        .formatted(
            prefix(writer),
            Long.toString(reach, BASE),
            job,
            Long.toString(savepoint, BASE),
            Integer.toString(bytes, BASE),
            placement);
  }

  Key key() {
    return new Key(id(), new Descriptor(CONTENT, bytes, OptionalInt.empty()));
  }

  /** Whether the savepoint may hold an object, which is one of this operator. */
  boolean mayHold(ObjectId object) {
    return object.behind() <= reach;
  }

  /** Empty for ids that are of another form. */
  static Optional<SavepointMark> parse(String id) {
    Matcher parts = FORM.matcher(id);
    if (!parts.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new SavepointMark(
            parts.group(1),
            Long.parseLong(parts.group(2), BASE),
            parts.group(3),
            Long.parseLong(parts.group(4), BASE),
            Integer.parseInt(parts.group(5), BASE),
            Optional.ofNullable(parts.group(6)).orElse("")));
  }
}
