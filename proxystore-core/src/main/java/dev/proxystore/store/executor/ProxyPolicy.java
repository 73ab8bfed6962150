package dev.proxystore.store.executor;

import java.io.Serializable;
import java.util.List;

/**
 * Chooses which arguments and results travel as proxies. Asked where the object is: for results in
 * the process of the worker, so own policies are serialisable if the executor leads there. Safe for
 * use by several threads.
 */
@FunctionalInterface
public interface ProxyPolicy extends Serializable {

  /** An object that may travel as a proxy. */
  interface Candidate {

    /** The object itself. */
    Object value();

    /**
     * How many bytes it takes as stored. Serialises the object, the first time it is asked; what
     * travels as a proxy is not serialised again.
     *
     * @throws dev.proxystore.serialize.SerializationException if the store has no serializer for it
     */
    long size();
  }

  /** Whether the object travels as a proxy. */
  boolean test(Candidate candidate);

  /** All objects do. */
  static ProxyPolicy always() {
    return candidate -> true;
  }

  /** None does. */
  static ProxyPolicy never() {
    return candidate -> false;
  }

  /** Objects of these classes and their subclasses do. */
  static ProxyPolicy byType(Class<?>... types) {
    List<Class<?>> all = List.of(types);
    return candidate -> all.stream().anyMatch(type -> type.isInstance(candidate.value()));
  }

  /**
   * Objects do that take this many bytes or more. Behind {@code and} or {@code or} only those are
   * serialised for it that the policies in front leave open.
   */
  static ProxyPolicy bySize(long leastBytes) {
    if (leastBytes < 0) {
      throw new IllegalArgumentException(
          "A size in bytes is 0 or more, found %d.".formatted(leastBytes));
    }
    return candidate -> candidate.size() >= leastBytes;
  }

  default ProxyPolicy and(ProxyPolicy other) {
    return candidate -> test(candidate) && other.test(candidate);
  }

  default ProxyPolicy or(ProxyPolicy other) {
    return candidate -> test(candidate) || other.test(candidate);
  }

  default ProxyPolicy not() {
    return candidate -> !test(candidate);
  }
}
