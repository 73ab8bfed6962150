package dev.proxystore.benchmarks.checkpoint;

import java.util.Locale;

/** What the state of the job holds. */
enum Arm {
  /** Proxies of the objects, which lie in Redis: what the other is compared with. */
  BY_PROXY,
  /** The objects, as Flink's own serializer of {@code byte[]} writes them. */
  BY_VALUE;

  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
