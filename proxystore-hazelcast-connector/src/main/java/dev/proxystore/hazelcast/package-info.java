/**
 * Objects and streaming events in Hazelcast, through a client or the member in this process. Start
 * at {@link dev.proxystore.hazelcast.HazelcastConnector} and {@link
 * dev.proxystore.hazelcast.HazelcastBrokerProvider}.
 */
@NullMarked
package dev.proxystore.hazelcast;

import org.jspecify.annotations.NullMarked;
