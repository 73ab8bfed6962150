package dev.proxystore.stream.event;

/** Who gets the events of a topic, and whether they can be had again. */
public enum Delivery {
  /**
   * A log: every subscriber reads all, from any position that is retained, as often as it likes; in
   * a group each event goes to one.
   */
  REPLAYABLE,
  /** A queue: each event goes to one of the subscribers, and is gone when that has it. */
  QUEUE,
  /** A broadcast: every subscriber that listens gets all that is published meanwhile. */
  BROADCAST
}
