package dev.proxystore.store;

/** What becomes of an object when a proxy of it is resolved. */
public enum OnResolve {
  /** It stays until it is evicted or its time to live is over. */
  KEEP,
  /** It is removed: a proxy for one use. */
  EVICT
}
