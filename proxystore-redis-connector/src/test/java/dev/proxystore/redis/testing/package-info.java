/**
 * Real servers for tests and demonstrations, started from a binary on the class path. Start at
 * {@link dev.proxystore.redis.testing.RedisServer}.
 */
@NullMarked
package dev.proxystore.redis.testing;

import org.jspecify.annotations.NullMarked;
