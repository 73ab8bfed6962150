package dev.proxystore.connector;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;

/**
 * A connector that can give objects a new time to live after they were put, for leases.
 *
 * <p>The contract, which {@code RenewalContract} in the test-jar of the core checks:
 *
 * <ul>
 *   <li>A renewed object stays for the new time from now on, be that longer or shorter than what
 *       was left, and all that belongs to it does: its parts, and who has released it.
 *   <li>Readers see it all the while.
 *   <li>What is gone stays gone, and is not answered.
 * </ul>
 *
 * An object whose time ends at this very moment may be answered and gone.
 */
public interface RenewableConnector extends Connector {

  /**
   * Lets objects stay for a time to live from now on, in place of what they had.
   *
   * @param timeToLive longer than nothing
   * @return those of the keys whose objects are there
   */
  Set<Key> renew(Collection<Key> keys, Duration timeToLive);
}
