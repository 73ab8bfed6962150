package dev.proxystore.connector;

import java.time.Duration;
import java.util.Optional;

/**
 * A connector that makes the checksum of an object while it sends or receives the bytes. It has
 * them at hand then, where a sum before or afterwards reads a large object from memory once more.
 * In all else each method does what the one of {@link Connector} does that it is named after.
 *
 * <p>The contract, which {@code SummingContract} in the test-jar of the core checks:
 *
 * <ul>
 *   <li>A sum is the CRC-32C of the whole object, also where a request was repeated, and where the
 *       system holds the object in parts.
 *   <li>Sums are of the bytes that went to the system or came from it; the connector compares them
 *       with nothing. Who asks does.
 * </ul>
 */
public interface SummingConnector extends Connector {
  /** From how many bytes on a store asks for sums; those of fewer stay in the processor's cache. */
  int LEAST_BYTES = 64 << 10;

  /**
   * Stores an object, over an earlier one of the same id.
   *
   * @param key need not have a checksum
   * @param timeToLive how long it stays, at least; {@link #UNLIMITED} until it is evicted
   * @return the CRC-32C of the bytes
   */
  int putSummed(Key key, byte[] bytes, Duration timeToLive);

  /** The object's bytes and their sum, or empty if there is none. */
  Optional<SummedBytes> getSummed(Key key);

  /** Fetches an object with its sum and removes it. */
  Optional<SummedBytes> takeSummed(Key key);
}
