/**
 * Objects in Hazelcast, through a client or the member in this process. Start at {@link
 * dev.proxystore.hazelcast.HazelcastConnector}.
 */
@NullMarked
package dev.proxystore.hazelcast;

import org.jspecify.annotations.NullMarked;
