package dev.proxystore.stream.event;

/**
 * The sending half of a broker. Moves frames and looks into none. Safe for use by several threads.
 */
public interface Publisher extends AutoCloseable {

  /**
   * Publishes events, in their order. Returns when the broker has them.
   *
   * <p>After a failure nobody knows whether they arrived. The caller may call again with the same
   * batch: a broker that can tell does not publish what it has from this producer up to {@link
   * EventBatch#lastSequence()} again; with others a repeat may arrive, which consumers drop by its
   * producer and number where each sees the whole topic.
   *
   * @throws BrokerException if the broker cannot be reached or refuses
   */
  void publish(String topic, EventBatch events);

  /**
   * Publishes the end of a producer's events on a topic: a batch of one. Unlike other events it
   * reaches every subscriber, also where each event goes to one of them, after the producer's
   * events have been handed out.
   */
  void publishEnd(String topic, EventBatch end);

  /** Gives back what this publisher holds. May be called twice. */
  @Override
  void close();
}
