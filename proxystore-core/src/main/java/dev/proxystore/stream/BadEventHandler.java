package dev.proxystore.stream;

import dev.proxystore.stream.event.EventException;
import java.util.function.Consumer;

/** What a consumer does with bytes on its topic that are no event it can read. */
@FunctionalInterface
public interface BadEventHandler {

  /**
   * Is given what could not be read. The consumer goes on with the next event, unless this throws.
   */
  void handle(BadEvent event);

  /** The consumer fails with the reason. */
  static BadEventHandler fail() {
    return event -> {
      throw event.reason();
    };
  }

  /** The consumer leaves them out; it counts them. */
  static BadEventHandler skip() {
    return event -> {};
  }

  /** The consumer hands them to a dead-letter queue of the application, and counts them. */
  static BadEventHandler deadLetters(Consumer<BadEvent> queue) {
    return queue::accept;
  }

  /**
   * Bytes that could not be read.
   *
   * @param topic where they came from
   * @param partition its partition
   * @param position where in the partition, in the broker's words
   * @param bytes as they came; not copied
   * @param reason what was expected and found
   */
  @SuppressWarnings("ArrayRecordComponent") // moved on, never compared
  record BadEvent(
      String topic, int partition, String position, byte[] bytes, EventException reason) {}
}
