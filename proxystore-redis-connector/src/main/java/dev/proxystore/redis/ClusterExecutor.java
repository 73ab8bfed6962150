package dev.proxystore.redis;

import java.time.Duration;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.StaticCommandFlagsRegistry;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.executors.ClusterCommandExecutor;
import redis.clients.jedis.providers.ClusterConnectionProvider;

/**
 * Finds the node of a command and follows its redirects, as its parent does. Its parent would also
 * send a command again whose connection broke off, without telling; that is left to {@link
 * RedisServers}, which knows what a second answer is worth.
 */
final class ClusterExecutor extends ClusterCommandExecutor {
  private static final int MOST_REDIRECTS = 5;

  ClusterExecutor(ClusterConnectionProvider connections, Duration timeout) {
    super(connections, MOST_REDIRECTS, timeout, StaticCommandFlagsRegistry.registry());
  }

  @Override
  protected <T> T execute(Connection connection, CommandObject<T> command) {
    try {
      return super.execute(connection, command);
    } catch (JedisConnectionException e) {
      throw new JedisException(e);
    }
  }
}
