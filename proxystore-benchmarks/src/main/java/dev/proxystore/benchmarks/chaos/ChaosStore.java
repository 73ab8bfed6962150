package dev.proxystore.benchmarks.chaos;

import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import java.io.IOException;
import java.nio.file.Path;

/** Where a run's objects lie: servers in processes of their own. */
interface ChaosStore extends AutoCloseable {
  /** The name of the store in its servers. */
  String NAME = "chaos";

  /** The stores that there are. */
  enum Kind {
    /** One server with an append-only file. */
    redis,
    /** Three members with one backup. */
    hazelcast
  }

  static ChaosStore start(Kind kind, Path folder) throws IOException, InterruptedException {
    return switch (kind) {
      case redis -> RedisChaosStore.start(folder);
      case hazelcast -> HazelcastChaosStore.start(folder);
    };
  }

  /** What the job opens it with: a cache would hide that an object is gone. */
  StoreConfig config();

  /**
   * Kills a server and starts it anew.
   *
   * @return what was done, for the progress
   */
  String kill(Kill kill) throws IOException, InterruptedException;

  /** How many entries its servers hold, of whatever kind. */
  long entries() throws IOException;

  @Override
  void close();

  /** The settings of every store. */
  static StoreConfig uncached(String address) {
    return Store.builder(address).withoutCache().toConfig();
  }
}
