package dev.proxystore.connector;

import java.time.Duration;
import java.util.Optional;

/**
 * A connector whose objects may have a key before they exist: whoever has the key waits until the
 * object is set, once.
 *
 * <p>The contract, which {@code DeferrableContract} in the test-jar of the core checks:
 *
 * <ul>
 *   <li>Of any number of callers that set an object, in any processes, one does; what the others
 *       bring changes nothing and leaves nothing behind.
 *   <li>{@link Key#isDeferred()} tells keys that do not know how long their object is: it is found,
 *       taken and evicted all the same, also where the system holds it in parts.
 *   <li>An object that was evicted, or whose time to live is over, may be set anew.
 *   <li>Who watches is called for what is set from then on. Where nobody can be told, watching is
 *       empty, and who waits looks again and again.
 * </ul>
 */
public interface DeferrableConnector extends Connector {

  /** The key of an object that is to be set, made from a unique id. */
  default Key newKey(String unique) {
    return Key.deferred(newId(unique));
  }

  /**
   * Stores an object if there is none of its id, in one step. A connector whose requests are
   * repeated may take the same bytes for its own; a store gives it bytes that no other write has.
   *
   * @param timeToLive how long it stays, at least; {@link #UNLIMITED} until it is evicted
   * @return whether it was stored; false if there is one
   */
  boolean set(Key key, byte[] bytes, Duration timeToLive);

  /**
   * Calls back when an object may have been set since this method returned: at once if it was, now
   * and then if it was not, and when it is no longer certain to hear of it.
   *
   * @param changed returns at once; called by any thread, until the watch is closed and perhaps
   *     once more
   * @return empty if the system tells nobody
   */
  default Optional<Watch> watch(Key key, Runnable changed) {
    return Optional.empty();
  }

  /** Somebody who is called when an object is set. Used by one thread at a time. */
  interface Watch extends AutoCloseable {

    /** Whether it will be called. If not, close it and watch anew. */
    default boolean isLive() {
      return true;
    }

    /** Ends it, with all that it holds here and in the system. May be called twice. */
    @Override
    void close();
  }
}
