package dev.proxystore.hazelcast;

import dev.proxystore.stream.event.EventBatch;

/** How events enter a queue, those that have not done so before. */
interface QueueEntry {

  /**
   * Lets events in, and remembers the number of the last.
   *
   * @return false if there is no room for them, and nothing was done
   */
  boolean enter(String topic, EventBatch events);
}
