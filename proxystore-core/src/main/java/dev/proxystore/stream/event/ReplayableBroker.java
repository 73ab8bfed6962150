package dev.proxystore.stream.event;

import java.time.Instant;

/**
 * A broker whose topics are logs: they can be read again from any position that is retained.
 *
 * <p>A batch of events goes to one partition, an end of stream to all; in a partition the events of
 * a producer keep their order. A position is a text in the broker's own words. Reading behind a
 * position begins with the event after it.
 */
public interface ReplayableBroker extends Broker {

  /** The position behind which the first event lies that is retained. */
  String earliest(String topic, int partition);

  /** The position of the last event, behind which what is published next will lie. */
  String latest(String topic, int partition);

  /** The position behind which the first event lies that was received at this time or later. */
  String at(String topic, int partition, Instant time);

  /** How many events lie behind a position. */
  long pending(String topic, int partition, String position);

  /**
   * Removes the events up to a position and that of the position itself: nobody will ask for them
   * again. Reading behind an earlier position is a {@link PositionGoneException} from now on.
   */
  void trim(String topic, int partition, String position);
}
