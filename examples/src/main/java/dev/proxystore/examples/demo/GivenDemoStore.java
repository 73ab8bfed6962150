package dev.proxystore.examples.demo;

import dev.proxystore.connector.Key;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import dev.proxystore.store.StoreFactory;
import java.util.ArrayList;
import java.util.List;

/** The store of an address, which others may use too: only what this run put is counted. */
record GivenDemoStore(Store store, List<Key> keys) implements DemoStore {

  static DemoStore open(String address) {
    return new GivenDemoStore(Store.fromConfig(DemoStore.uncached(address)), new ArrayList<>());
  }

  @Override
  public StoreConfig config() {
    return store.config();
  }

  @Override
  public void used(FileResult file) {
    if (file.content() != null && file.content().factory() instanceof StoreFactory<?> object) {
      keys.add(object.key());
    }
  }

  @Override
  public long objectsLeft() {
    return store.existing(keys).size();
  }

  @Override
  public void close() {
    store.close();
  }
}
