package dev.proxystore.redis;

import dev.proxystore.redis.testing.RedisCluster;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Brokers;
import dev.proxystore.stream.event.PubSubContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The brokers on a cluster of three servers, over which the topics of the tests spread. */
final class RedisClusterBrokerIT {
  private static RedisCluster cluster;

  @BeforeAll
  static void startCluster() {
    cluster = RedisCluster.start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  private static Broker open(String kind) {
    return Brokers.open("redis-cluster://" + cluster.hostsAndPorts() + "/events?broker=" + kind);
  }

  @Nested
  final class OfStreams extends PubSubContract {
    @Override
    protected Broker open() {
      return RedisClusterBrokerIT.open("stream");
    }

    @Override
    protected boolean dropsRepeats() {
      return true;
    }
  }

  @Nested
  final class OfLists extends PubSubContract {
    @Override
    protected Broker open() {
      return RedisClusterBrokerIT.open("list");
    }

    @Override
    protected boolean dropsRepeats() {
      return true;
    }
  }

  @Nested
  final class OfChannels extends PubSubContract {
    @Override
    protected Broker open() {
      return RedisClusterBrokerIT.open("pubsub");
    }

    @Override
    protected boolean dropsRepeats() {
      return true;
    }
  }
}
