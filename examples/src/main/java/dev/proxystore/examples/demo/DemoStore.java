package dev.proxystore.examples.demo;

import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import java.io.IOException;

/** Where the demo's objects lie, and what is left there in the end. */
sealed interface DemoStore extends AutoCloseable
    permits HazelcastDemoStore, RedisDemoStore, FolderDemoStore, GivenDemoStore {

  /** A store of its own, started for this run, or the one of an address. */
  static DemoStore open(String kindOrAddress, boolean jobRunsHere) throws IOException {
    return switch (kindOrAddress) {
      case "hazelcast" -> HazelcastDemoStore.start(jobRunsHere);
      case "redis" -> RedisDemoStore.start();
      case "file" -> FolderDemoStore.create();
      default -> GivenDemoStore.open(kindOrAddress);
    };
  }

  /** What the job opens it with. */
  StoreConfig config();

  /** Takes note of an object that was put. */
  default void used(FileResult file) {}

  /** How many entries are left; in a store that others may use too, of those that were used. */
  long objectsLeft();

  @Override
  void close();

  /** The settings of every store of the demo: objects are used once, so none is cached. */
  static StoreConfig uncached(String address) {
    return Store.builder(address).withoutCache().toConfig();
  }

  /**
   * The same for a server that the demo itself started: it is there, so on a busy machine it is
   * given time to answer.
   */
  static StoreConfig uncachedAndPatient(String address) {
    return Store.builder(address).withoutCache().connectorOption("timeout", "60s").toConfig();
  }
}
