package dev.proxystore.stream.event;

import java.io.Serializable;
import java.time.Instant;
import java.util.Map;

/** Where a subscriber of a replayable topic begins. Other brokers begin with what comes next. */
public sealed interface StartPosition extends Serializable {

  /** With the first event that the broker retains. */
  static StartPosition earliest() {
    return new Earliest();
  }

  /** With the first event that is published from now on. */
  static StartPosition latest() {
    return new Latest();
  }

  /** With the first event that the broker received at this time or later, by the broker's clock. */
  static StartPosition timestamp(Instant time) {
    return new Timestamp(time);
  }

  /** Behind a position, which was read before; one for each partition that is read. */
  static StartPosition after(Map<Integer, String> positions) {
    return new After(Map.copyOf(positions));
  }

  /** See {@link #earliest()}. */
  record Earliest() implements StartPosition {}

  /** See {@link #latest()}. */
  record Latest() implements StartPosition {}

  /** See {@link #timestamp}. */
  record Timestamp(Instant time) implements StartPosition {}

  /** See {@link #after}. */
  record After(Map<Integer, String> positions) implements StartPosition {}
}
