package dev.proxystore.benchmarks.dispatch;

import dev.proxystore.examples.cluster.LoopbackPort;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import java.io.IOException;
import java.net.URI;

/**
 * Where payloads lie.
 *
 * @param redis of what is written by hand
 */
record DispatchStores(URI redis, StoreConfig redisStore, StoreConfig hazelcastStore) {

  /** The members start with each job, in the first two TaskManagers that open the store. */
  static DispatchStores of(RedisServer server) throws IOException {
    String redis = "redis://" + server.hostAndPort();
    return new DispatchStores(
        URI.create(redis),
        Store.builder(redis + "/objects").withoutCache().toConfig(),
        Store.builder(
                "hazelcast:embedded/objects?members=127.0.0.1:%d,127.0.0.1:%d&cluster=bench-%d"
                    .formatted(
                        LoopbackPort.findFree(),
                        LoopbackPort.findFree(),
                        ProcessHandle.current().pid()))
            .withoutCache()
            .connectorOption("backup-count", "0")
            .connectorOption("placement", "local")
            .toConfig());
  }

  StoreConfig of(Arm arm) {
    return arm == Arm.HAZELCAST ? hazelcastStore : redisStore;
  }
}
