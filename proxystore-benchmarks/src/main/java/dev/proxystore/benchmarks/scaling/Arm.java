package dev.proxystore.benchmarks.scaling;

import java.util.Locale;

/** How an item gets from the generator through the dispatcher to a compute task. */
enum Arm {
  /** Bytes on a Redis channel to the dispatcher, and by value to the task: the papers' baseline. */
  PUBSUB,
  /** By value all the way, through Flink. */
  BY_VALUE,
  /** By proxy all the way, on the same Redis. */
  PROXY;

  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
