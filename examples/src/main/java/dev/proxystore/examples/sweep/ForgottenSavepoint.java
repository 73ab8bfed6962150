package dev.proxystore.examples.sweep;

import dev.proxystore.flink.JobObjects;
import dev.proxystore.flink.JobObjects.Savepoint;
import dev.proxystore.store.StoreConfig;
import java.util.OptionalLong;
import org.apache.flink.api.common.JobID;
import picocli.CommandLine.TypeConversionException;

/**
 * The savepoint of a job that is to be forgotten.
 *
 * @param id its number; empty for all that the job has
 */
record ForgottenSavepoint(OptionalLong id) {
  private static final String ALL = "all";

  static ForgottenSavepoint parse(String text) {
    try {
      return new ForgottenSavepoint(
          text.equals(ALL) ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text)));
    } catch (NumberFormatException e) {
      throw new TypeConversionException(
          "'%s' is no savepoint, expected its number, as Flink shows it, or 'all'".formatted(text));
    }
  }

  boolean matches(Savepoint savepoint) {
    return id.isEmpty() || id.getAsLong() == savepoint.id();
  }

  /** The answer is how many savepoints that were. */
  long forget(StoreConfig store, JobID job) {
    return id.isEmpty()
        ? JobObjects.forgetSavepoints(store, job)
        : JobObjects.forgetSavepoint(store, job, id.getAsLong());
  }
}
