package dev.proxystore.benchmarks.checkpoint;

import java.util.Locale;

/** What the state of the job holds. */
enum Arm {
  /** The objects, as Flink's own serializer of {@code byte[]} writes them. */
  BY_VALUE,
  /** Proxies of the objects, which lie in Redis. */
  BY_PROXY;

  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
