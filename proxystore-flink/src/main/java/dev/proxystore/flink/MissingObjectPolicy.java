package dev.proxystore.flink;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a record whose object the store does not have. A store that cannot be reached, or
 * an object that cannot be read, fails the task whatever the policy: the object may be there.
 * Immutable.
 */
@PublicEvolving
public final class MissingObjectPolicy implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final MissingObjectPolicy FAIL = new MissingObjectPolicy(Action.FAIL, null);
  private static final MissingObjectPolicy SKIP = new MissingObjectPolicy(Action.SKIP, null);

  private final Action action;
  private final @Nullable OutputTag<?> tag;

  private MissingObjectPolicy(Action action, @Nullable OutputTag<?> tag) {
    this.action = action;
    this.tag = tag;
  }

  /** What is done with the record. */
  public enum Action {
    /** The task fails, with an error that names object, store and likely reason. */
    FAIL,
    /** The record goes to a side output. */
    SIDE_OUTPUT,
    /** The record is dropped. */
    SKIP
  }

  /** The task fails; the default. */
  public static MissingObjectPolicy fail() {
    return FAIL;
  }

  /** The record is dropped, and counted by the metric {@code objectsMissing}. */
  public static MissingObjectPolicy skip() {
    return SKIP;
  }

  /**
   * The record goes to a side output, and is counted by the metric {@code objectsMissing}.
   *
   * @param tag of the type of the records that hold the proxies
   */
  public static MissingObjectPolicy sideOutput(OutputTag<?> tag) {
    return new MissingObjectPolicy(Action.SIDE_OUTPUT, requireNonNull(tag, "tag"));
  }

  public Action action() {
    return action;
  }

  /** Where records go; absent unless they go to a side output. */
  public Optional<OutputTag<?>> tag() {
    return Optional.ofNullable(tag);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MissingObjectPolicy that
        && action == that.action
        && Objects.equals(tag, that.tag);
  }

  @Override
  public int hashCode() {
    return Objects.hash(action, tag);
  }

  @Override
  public String toString() {
    return tag == null ? action.name() : action + "(" + tag.getId() + ")";
  }
}
