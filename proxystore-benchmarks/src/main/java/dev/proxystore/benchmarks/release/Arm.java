package dev.proxystore.benchmarks.release;

import java.util.Locale;

/** What becomes of the objects of a job that takes checkpoints. */
enum Arm {
  /** The put and resolve operators as they are: released on checkpoint, orphans looked after. */
  RELEASE,
  /**
   * Written by hand: objects have random ids, and are evicted in the background, in batches, when
   * they have been used. A restart loses some and leaves others.
   */
  AT_ONCE,
  /**
   * Written by hand: random ids, and nobody evicts; the server drops objects by their time to live.
   */
  EXPIRE;

  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
