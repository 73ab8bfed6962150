package dev.proxystore.connector;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds immutable byte objects in one storage system, under the ids that a {@link Key} carries. The
 * stored value is the payload as it is. Users go through a {@code Store}; a connector never looks
 * into the bytes.
 *
 * <p>One that can say what it holds is a {@link ListableConnector}; one whose objects may have
 * several consumers is a {@link ReleasableConnector}; one that can keep objects for longer than
 * they were put for is a {@link RenewableConnector}; one that can be asked for objects before they
 * exist is a {@link DeferrableConnector}; one that takes and gives them piece by piece is a {@link
 * StreamableConnector}; one that makes their checksums on the way is a {@link SummingConnector}.
 *
 * <p>The contract, which {@code ConnectorContract} in the test-jar of the core checks:
 *
 * <ul>
 *   <li>An object is visible whole or not at all, also while it is written and when its writer
 *       dies.
 *   <li>Objects larger than the system takes as one value are split by the connector; {@link
 *       Key#length()} says how large they are.
 *   <li>A missing object is an empty answer, never an error; evicting one is silent.
 *   <li>Batches keep the order of what they were given.
 *   <li>Arrays passed in are not changed, nor kept when the call is over; arrays returned belong to
 *       the caller.
 *   <li>A system that cannot be reached is a {@link ConnectorException} with the address and the
 *       cause, within the connector's timeout.
 *   <li>Any number of threads may call at the same time; {@link #close} may be called twice.
 * </ul>
 */
public interface Connector extends AutoCloseable {
  /** The time to live of an object that stays until it is evicted. */
  Duration UNLIMITED = Duration.ZERO;

  /** The address that opens this connector anew, here or in another process. */
  StoreAddress address();

  /** The local options that this connector was opened with, defaults left out. */
  Map<String, String> options();

  /**
   * An id for a new object, made from a unique one. A connector that can place objects may add to
   * it what places them.
   */
  default String newId(String unique) {
    return unique;
  }

  /**
   * The key under which an object is to be put, where the id says which of several systems has it.
   * Called once for each object, before it is put.
   *
   * @param tags what the caller says of the object
   */
  default Key place(Key key, Set<String> tags) {
    return key;
  }

  /**
   * Stores an object, over an earlier one of the same id.
   *
   * @param timeToLive how long it stays, at least; {@link #UNLIMITED} until it is evicted
   */
  void put(Key key, byte[] bytes, Duration timeToLive);

  /** Stores several objects, with fewer round trips where the system can. */
  default void putBatch(Map<Key, byte[]> objects, Duration timeToLive) {
    objects.forEach((key, bytes) -> put(key, bytes, timeToLive));
  }

  /** The object's bytes, or empty if there is none. */
  Optional<byte[]> get(Key key);

  /** The bytes of several objects, in the order of the keys. */
  default List<Optional<byte[]>> getBatch(List<Key> keys) {
    return keys.stream().map(this::get).toList();
  }

  /**
   * Fetches an object and removes it. Of several callers at the same time one gets it, where the
   * system can say so in one step; a connector that cannot, documents it.
   */
  Optional<byte[]> take(Key key);

  /** Whether the object is there. */
  boolean exists(Key key);

  /** Those of the keys whose objects are there. */
  default Set<Key> existing(Collection<Key> keys) {
    return keys.stream().filter(this::exists).collect(Collectors.toUnmodifiableSet());
  }

  /** Removes the object, if it is there. */
  void evict(Key key);

  /** Removes several objects, with fewer round trips where the system can. */
  default void evictBatch(Collection<Key> keys) {
    keys.forEach(this::evict);
  }

  /** Gives back what this connector holds in this process. Stored objects stay. */
  @Override
  void close();
}
