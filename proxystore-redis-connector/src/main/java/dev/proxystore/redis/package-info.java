/**
 * Objects in servers that speak the Redis protocol: one server, a cluster, or one that sentinels
 * guard. Users give a store an address and never name a class of this package but {@link
 * dev.proxystore.redis.RedisOptions}; who reads the code starts at {@link
 * dev.proxystore.redis.RedisConnector}.
 */
@NullMarked
package dev.proxystore.redis;

import org.jspecify.annotations.NullMarked;
