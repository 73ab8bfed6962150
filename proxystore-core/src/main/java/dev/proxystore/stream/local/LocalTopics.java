package dev.proxystore.stream.local;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.stream.event.Topics;
import java.util.concurrent.ConcurrentHashMap;

/** The topics of one address; what a server is to other brokers. */
final class LocalTopics {
  private static final ConcurrentHashMap<StoreAddress, LocalTopics> BY_ADDRESS =
      new ConcurrentHashMap<>();

  private final StoreAddress address;
  private final ConcurrentHashMap<String, LocalTopic> topics = new ConcurrentHashMap<>();
  private int members;

  private LocalTopics(StoreAddress address) {
    this.address = address;
  }

  static LocalTopics join(StoreAddress address) {
    return requireNonNull(
        BY_ADDRESS.compute(
            address,
            (key, known) -> {
              LocalTopics joined = known == null ? new LocalTopics(key) : known;
              joined.members++;
              return joined;
            }));
  }

  void leave() {
    BY_ADDRESS.computeIfPresent(address, (key, known) -> --known.members == 0 ? null : known);
  }

  LocalTopic topic(String name) {
    return partition(name, 0);
  }

  LocalTopic partition(String name, int number) {
    String key = Topics.requireName(name) + '/' + number;
    return topics.computeIfAbsent(key, absent -> new LocalTopic());
  }
}
