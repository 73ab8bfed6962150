/** Hazelcast for tests. Start at {@link dev.proxystore.hazelcast.testing.HazelcastMember}. */
@NullMarked
package dev.proxystore.hazelcast.testing;

import org.jspecify.annotations.NullMarked;
