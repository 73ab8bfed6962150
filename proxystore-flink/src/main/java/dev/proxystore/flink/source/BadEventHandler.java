package dev.proxystore.flink.source;

import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * What becomes of what is read from a topic and is no event. Counted in {@code numRecordsInErrors}
 * in every case. Called on the task's thread; after a failure of the job it may be called again for
 * the same bytes.
 */
@PublicEvolving
@FunctionalInterface
public interface BadEventHandler extends Serializable {

  /**
   * Takes a bad event, for example to a dead-letter topic.
   *
   * @throws Exception to fail the job
   */
  void handle(BadEvent event) throws Exception;

  /** Fails the job, with a message that says where the event lies and what is wrong with it. */
  static BadEventHandler fail() {
    return event -> {
      throw new IOException(
          event + " BadEventHandler.skip() would leave such events out.", event.cause());
    };
  }

  /** Leaves it out. */
  static BadEventHandler skip() {
    return event -> {};
  }
}
