package dev.proxystore.store.metrics;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a store does that takes time, and the names of what is measured of it. */
public enum StoreOperation {
  /** Serialises an object, and compresses and encrypts it. */
  SERIALIZE("serialize", true),
  /** Stores objects. */
  PUT("put", true),
  /** Fetches objects. */
  GET("get", true),
  /** Fetches an object and removes it, since its proxy says so. */
  TAKE("take", true),
  /** Makes an object of stored bytes: verifies, decrypts, decompresses and deserialises them. */
  DESERIALIZE("deserialize", true),
  /** Asks whether objects are there. */
  EXISTS("exists", false),
  /** Removes objects. */
  EVICT("evict", false),
  /** Releases objects for one of several consumers. */
  RELEASE("release", false),
  /** Gives objects a new time to live. */
  RENEW("renew", false);

  private final String prefix;
  private final boolean hasBytes;

  StoreOperation(String prefix, boolean hasBytes) {
    this.prefix = prefix;
    this.hasBytes = hasBytes;
  }

  /** A histogram: how long a call took, be it for one object or a batch; failed ones too. */
  public String timeMetric() {
    return prefix + "Time";
  }

  /** A counter: calls that failed. */
  public String failuresMetric() {
    return prefix + "Failures";
  }

  /** A counter: objects, of calls that did not fail. */
  public String objectsMetric() {
    return prefix + "Objects";
  }

  /** A counter: bytes as stored, of calls that did not fail; empty if it moves none. */
  public Optional<String> bytesMetric() {
    return hasBytes ? Optional.of(prefix + "Bytes") : Optional.empty();
  }

  /** All of these. */
  public List<String> metrics() {
    return Stream.of(
            Stream.of(timeMetric(), objectsMetric(), failuresMetric()), bytesMetric().stream())
        .flatMap(names -> names)
        .toList();
  }
}
