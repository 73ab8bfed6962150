package dev.proxystore.benchmarks.release;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

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
  EXPIRE,
  /**
   * Written by hand: random ids, and objects stay for good, so that a run takes all the memory that
   * it puts: up to 15 GiB. Only when asked for.
   */
  KEEP;

  static Set<Arm> byDefault() {
    return EnumSet.complementOf(EnumSet.of(KEEP));
  }

  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
