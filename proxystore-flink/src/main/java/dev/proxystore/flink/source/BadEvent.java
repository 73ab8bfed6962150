package dev.proxystore.flink.source;

import dev.proxystore.stream.event.EventException;
import org.apache.flink.annotation.PublicEvolving;

/**
 * What was read from a topic and is no event: foreign or corrupt bytes, or a newer version.
 *
 * @param topic where it was read
 * @param partition the part of the topic
 * @param position where in the partition it lies, in the broker's words; may be empty
 * @param frame the bytes; not copied
 * @param cause what is wrong with them
 */
@PublicEvolving
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record BadEvent(
    String topic, int partition, String position, byte[] frame, EventException cause) {

  /** Where it lies and what is wrong with it; not the bytes. */
  @Override
  public String toString() {
    return "The event at position '%s' of topic '%s', partition %d, cannot be read: %s"
        .formatted(position, topic, partition, cause.getMessage());
  }
}
