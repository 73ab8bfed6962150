package dev.proxystore.benchmarks.stream;

import dev.proxystore.benchmarks.BenchHazelcast;

/**
 * Where events and objects are.
 *
 * @param hostAndPort of the server, which is one for both
 * @param broker the kind of broker on it
 */
record Place(Kind kind, String hostAndPort, String broker) {
  private static final String BETWEEN = " ";

  enum Kind {
    redis,
    hazelcast
  }

  /** The address of the broker. */
  String events() {
    return switch (kind) {
      case redis -> "redis://%s/events?broker=%s".formatted(hostAndPort, broker);
      case hazelcast ->
          "hazelcast://%s/events?cluster=%s&broker=%s"
              .formatted(hostAndPort, BenchHazelcast.CLUSTER, broker);
    };
  }

  /** The address of the store. */
  String objects() {
    return switch (kind) {
      case redis -> "redis://%s/1/objects".formatted(hostAndPort);
      case hazelcast ->
          "hazelcast://%s/objects?cluster=%s".formatted(hostAndPort, BenchHazelcast.CLUSTER);
    };
  }

  /** A client written by hand. */
  Raw raw() {
    return switch (kind) {
      case redis -> new RawRedis(hostAndPort);
      case hazelcast -> new RawHazelcast(hostAndPort);
    };
  }

  /** As an argument of a process. */
  String text() {
    return String.join(BETWEEN, kind.name(), hostAndPort, broker);
  }

  static Place parse(String text) {
    String[] parts = text.split(BETWEEN, -1);
    return new Place(Kind.valueOf(parts[0]), parts[1], parts[2]);
  }
}
