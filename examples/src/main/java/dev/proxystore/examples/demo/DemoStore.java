package dev.proxystore.examples.demo;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import java.io.IOException;
import java.util.Set;

/** Where the demo's objects lie, and what is left there in the end. */
sealed interface DemoStore extends AutoCloseable
    permits HazelcastDemoStore, RedisDemoStore, FolderDemoStore, GivenDemoStore {

  /** The stores that the demo starts itself. */
  Set<String> KINDS = Set.of("hazelcast", "redis", "file");

  /** A store of its own, started for this run, or the one of an address. */
  static DemoStore open(String kindOrAddress, boolean jobRunsHere) throws IOException {
    return switch (kindOrAddress) {
      case "hazelcast" -> HazelcastDemoStore.start(jobRunsHere);
      case "redis" -> RedisDemoStore.start();
      case "file" -> FolderDemoStore.create();
      default -> GivenDemoStore.open(kindOrAddress);
    };
  }

  /**
   * Refuses a store that a job in other processes would not find.
   *
   * @throws DemoException if only this process sees it
   */
  static void requireVisibleElsewhere(String kindOrAddress) {
    if (!KINDS.contains(kindOrAddress) && isInThisProcess(StoreAddress.parse(kindOrAddress))) {
      throw new DemoException(
          "The store %s lies in one process, and the job would run in others: expected one that they all reach. Leave out --store, or name one such as redis://HOST:6379/demo."
              .formatted(kindOrAddress));
    }
  }

  private static boolean isInThisProcess(StoreAddress address) {
    boolean embedded = address.base().startsWith("hazelcast:embedded/");
    return address.scheme().equals("local")
        || (embedded && !address.toString().contains("members="));
  }

  /** What the job opens it with. */
  StoreConfig config();

  /**
   * How much the readers of a job may have under way.
   *
   * @param processes how many processes run the job
   */
  default MemoryBudget budget(int processes) {
    return isInThisProcess(config().address())
        ? MemoryBudget.storeInHeap()
        : MemoryBudget.storeElsewhere(processes);
  }

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
