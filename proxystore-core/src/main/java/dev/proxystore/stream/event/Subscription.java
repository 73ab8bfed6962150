package dev.proxystore.stream.event;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.Set;

/**
 * What a subscriber reads.
 *
 * @param topic a name of up to 200 letters, digits, dots, hyphens and underscores
 * @param partitions the parts of the topic to read; empty for all
 * @param start where to begin, on a replayable broker without a group
 * @param group consumers of one group share a topic, each event going to one of them, on brokers
 *     that know groups; absent for a consumer that reads all
 * @param consumer a name that this consumer has in its group, and after a restart has again; absent
 *     for a new one
 */
public record Subscription(
    String topic,
    Set<Integer> partitions,
    StartPosition start,
    Optional<String> group,
    Optional<String> consumer) {

  public Subscription {
    Topics.requireName(topic);
    partitions = Set.copyOf(partitions);
    requireNonNull(start, "start");
    requireNonNull(group, "group");
    requireNonNull(consumer, "consumer");
  }

  /** All of a topic, from the earliest event that is retained. */
  public static Subscription to(String topic) {
    return new Subscription(
        topic, Set.of(), StartPosition.earliest(), Optional.empty(), Optional.empty());
  }

  public Subscription withPartitions(Set<Integer> some) {
    return new Subscription(topic, some, start, group, consumer);
  }

  public Subscription from(StartPosition position) {
    return new Subscription(topic, partitions, position, group, consumer);
  }

  public Subscription inGroup(String name) {
    return new Subscription(
        topic, partitions, start, Optional.of(Topics.requireName(name)), consumer);
  }

  public Subscription as(String name) {
    return new Subscription(topic, partitions, start, group, Optional.of(Topics.requireName(name)));
  }
}
