package dev.proxystore.redis;

import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol.Command;

/** A connection outside of the pool, on which one thread may ask while another one reads. */
final class OwnConnection extends Connection {

  OwnConnection(HostAndPort server, JedisClientConfig configuration) {
    super(server, configuration);
  }

  /** Has the server send a sign of life, for whoever reads. Used by one thread. */
  void askForSign() {
    sendCommand(Command.PING);
    flush();
  }
}
