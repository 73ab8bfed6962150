package dev.proxystore.stream.event;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * The receiving half of a broker, for one topic. Used by one thread, but for {@link #wakeUp} and
 * {@link #close}.
 */
public interface Subscriber extends AutoCloseable {

  /**
   * The next messages, in the order of their partition.
   *
   * <p>After a {@link BrokerException} the subscriber may be asked again: it connects anew and goes
   * on where it was, as far as the broker can.
   *
   * @param most how many at most; 1 or more
   * @param timeout how long to wait for the first
   * @return empty if none came in time, or the subscriber was woken up or closed
   * @throws PositionGoneException if events that come next are no longer retained
   * @throws BrokerException if the broker cannot be reached or refuses
   */
  List<Message> poll(int most, Duration timeout);

  /**
   * The messages need not be delivered again. What is not acknowledged is handed out anew after the
   * consumer is gone, on brokers that keep it until then; for others this is nothing to do.
   */
  default void acknowledge(Collection<Message> messages) {}

  /** Makes a poll that waits, or else the next one, return at once. */
  void wakeUp();

  /**
   * Gives back what this subscriber holds, also while another thread polls. May be called twice.
   */
  @Override
  void close();
}
