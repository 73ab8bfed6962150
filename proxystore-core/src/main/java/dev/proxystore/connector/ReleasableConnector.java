package dev.proxystore.connector;

import java.util.Collection;
import java.util.Set;

/**
 * A connector whose objects may have several consumers, each of which releases them: {@link
 * Key#fanOut()} says how many. The object goes when all have.
 *
 * <p>The contract, which {@code FanOutContract} in the test-jar of the core checks:
 *
 * <ul>
 *   <li>The store keeps who has released an object, not how many: whoever releases it twice counts
 *       once.
 *   <li>Of any number of callers at the same time none is lost, and the object goes with the last.
 *   <li>What the store keeps of it is no object: it is neither listed nor counted, has the time to
 *       live of its object, and goes with it, however that goes. Where a key {@linkplain
 *       Key#mayBeFannedOut() may have} several consumers, {@link #evict} and {@link #take} remove
 *       it, and {@link #put} begins anew.
 *   <li>Releasing an object that is not there leaves nothing behind, also if it goes meanwhile.
 * </ul>
 */
public interface ReleasableConnector extends Connector {

  /**
   * Notes that a consumer has released objects, and removes those that all have.
   *
   * @param keys of objects with several consumers
   * @return those of the keys whose objects are not there any more
   */
  Set<Key> release(Collection<Key> keys, ObjectConsumer consumer);
}
