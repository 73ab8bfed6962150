package dev.proxystore.redis;

import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Brokers;
import dev.proxystore.stream.event.PubSubContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class RedisListBrokerIT extends PubSubContract {
  private static RedisServer server;

  @BeforeAll
  static void startServer() {
    server = RedisServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  protected Broker open() {
    return Brokers.open("redis://" + server.hostAndPort() + "/events?broker=list");
  }

  @Override
  protected boolean dropsRepeats() {
    return true;
  }
}
