package dev.proxystore.flink.source;

import static java.util.Objects.requireNonNull;

import dev.proxystore.stream.event.EventException;
import java.io.Serializable;
import java.time.Instant;
import org.apache.flink.annotation.PublicEvolving;

/** Which time a record has. */
@PublicEvolving
@FunctionalInterface
public interface EventTimestamps extends Serializable {

  /**
   * Milliseconds since 1970.
   *
   * @throws EventException if the event has no time: it then goes to the handler of bad events
   */
  long timestamp(ProxyEvent<?> event);

  /** When the event was sent, by the producer's clock. */
  static EventTimestamps sentAt() {
    return event -> event.sentAt().toEpochMilli();
  }

  /** An instant among the metadata, or a whole number of milliseconds since 1970. */
  static EventTimestamps metadata(String name) {
    requireNonNull(name, "name");
    return event ->
        event
            .metadata()
            .instant(name)
            .map(Instant::toEpochMilli)
            .or(() -> event.metadata().number(name))
            .orElseThrow(
                () ->
                    new EventException(
                        "Expected an instant or a whole number '%s' among the metadata, found %s."
                            .formatted(name, event.metadata().asMap().keySet()),
                        null));
  }
}
