package dev.proxystore.stream.event;

import dev.proxystore.connector.StoreAddress;

/**
 * A consumer asked for events that the broker no longer retains. Asking again does not help: start
 * from the earliest position, or retain more.
 */
public final class PositionGoneException extends BrokerException {
  private static final long serialVersionUID = 1L;

  /**
   * Events are gone.
   *
   * @param wanted the position behind which to read
   * @param retained the first position that is retained, in words
   */
  public PositionGoneException(
      StoreAddress address, String topic, int partition, String wanted, String retained) {
    super(
        address,
        "no longer has the events behind position %s of topic '%s', partition %d: what it has begins with %s. Start from the earliest position to go on without them, and retain more to not lose them."
            .formatted(wanted, topic, partition, retained),
        null);
  }
}
