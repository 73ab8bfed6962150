package dev.proxystore.store.metrics;

import org.jspecify.annotations.Nullable;

/**
 * Is told what a store does. Called by the threads that do it, several at a time, so that it has to
 * be quick; what it throws is logged once and does not reach them.
 */
public interface StoreListener {

  /** An operation begins; {@link #ended} is called when it is over. */
  default void began(StoreOperation operation) {}

  /**
   * An operation is over.
   *
   * @param objects how many it was for; 0 for a piece of a large one
   * @param bytes how many were moved; 0 if it failed or moves none
   * @param nanos how long it took
   * @param failure what it threw, or null
   */
  void ended(
      StoreOperation operation, int objects, long bytes, long nanos, @Nullable Throwable failure);

  /** A read found its object in the cache, or did not. */
  default void looked(boolean hit) {}

  /** The store is closed, and does nothing more. */
  default void closed() {}
}
