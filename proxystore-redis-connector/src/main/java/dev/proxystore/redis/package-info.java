/**
 * Objects and events in servers that speak the Redis protocol: one server, a cluster, or one that
 * sentinels guard. Users give a store or a broker an address and never name a class of this package
 * but {@link dev.proxystore.redis.RedisOptions} and {@link
 * dev.proxystore.redis.RedisBrokerOptions}; who reads the code starts at {@link
 * dev.proxystore.redis.RedisConnector} and {@link dev.proxystore.redis.RedisBrokerProvider}.
 */
@NullMarked
package dev.proxystore.redis;

import org.jspecify.annotations.NullMarked;
