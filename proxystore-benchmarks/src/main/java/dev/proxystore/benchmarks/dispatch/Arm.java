package dev.proxystore.benchmarks.dispatch;

import java.util.Locale;

/** How the payload of a record gets from the generator to the operator that computes. */
enum Arm {
  /** In the record, as Flink's own serializer of {@code byte[]} writes it. */
  BY_VALUE,
  /**
   * Written by hand with Jedis: set by the generator, fetched ahead and deleted by who computes.
   */
  BY_HAND,
  /** ProxyStore on Redis; small objects travel inside their proxies. */
  REDIS,
  /** ProxyStore on Hazelcast members in the TaskManagers; small objects likewise. */
  HAZELCAST;

  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
