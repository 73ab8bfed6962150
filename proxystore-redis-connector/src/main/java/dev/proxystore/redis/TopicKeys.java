package dev.proxystore.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;

/**
 * The keys of one part of a topic. All keys of a topic lie in one slot of a cluster, so that a
 * script may use several, and a subscriber wait for all partitions at once.
 *
 * @param base what they all begin with, and the key of the events themselves
 */
record TopicKeys(String base) {

  /** The keys of a partition: {@code events:{images}:0}. */
  static TopicKeys partition(String name, String topic, int partition) {
    return new TopicKeys(name + ":{" + topic + "}:" + partition);
  }

  /** The keys of a queue: {@code events:{images}:queue}. */
  static TopicKeys queue(String name, String topic) {
    return new TopicKeys(name + ":{" + topic + "}:queue");
  }

  /** The channel of a broadcast, and the keys beside it: {@code events:{images}:pubsub}. */
  static TopicKeys channel(String name, String topic) {
    return new TopicKeys(name + ":{" + topic + "}:pubsub");
  }

  /** A stream, a list or a channel. */
  byte[] events() {
    return base.getBytes(UTF_8);
  }

  /** The last number that came from a producer. */
  byte[] producer(UUID id) {
    return key("producer:" + id);
  }

  /** The ends of producers, by their ids. */
  byte[] ends() {
    return key("ends");
  }

  /** The position of the last event that was removed from a stream. */
  byte[] trimmed() {
    return key("trimmed");
  }

  /** Of each group that had not read what was removed from a stream, where it stood then. */
  byte[] lost() {
    return key("lost");
  }

  /** What each consumer of a list has taken and not acknowledged, without the consumer's name. */
  byte[] taken() {
    return key("taken:");
  }

  /** What a consumer of a list has taken and not acknowledged. */
  byte[] taken(String consumer) {
    return key("taken:" + consumer);
  }

  /** The consumers of a list and when they last polled. */
  byte[] consumers() {
    return key("consumers");
  }

  private byte[] key(String kind) {
    return (base + ":" + kind).getBytes(UTF_8);
  }
}
