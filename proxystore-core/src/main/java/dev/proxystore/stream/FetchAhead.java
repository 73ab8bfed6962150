package dev.proxystore.stream;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.store.StoreFactory;
import dev.proxystore.store.Stores;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the objects of several items in one go, before they are asked for. Immutable.
 *
 * @param objects how many at most; 0 to fetch none
 * @param bytes how many bytes at most, but one object in any case
 */
record FetchAhead(int objects, long bytes) {
  private static final Logger LOG = LoggerFactory.getLogger(FetchAhead.class);

  boolean isOn() {
    return objects > 0;
  }

  /** Whether another item fits behind those of so many objects and bytes. */
  boolean hasRoom(int usedObjects, long usedBytes) {
    return usedObjects == 0 || (usedObjects < objects && usedBytes < bytes);
  }

  /** How many bytes an item will hold when its object is fetched. */
  static long size(StreamItem<?> item) {
    return item.proxy().factory() instanceof StoreFactory<?> stored
        ? stored.key().descriptor().objectLength()
        : 0;
  }

  /** Puts items with their objects in the places of those whose objects could be fetched. */
  <T> void fetch(List<StreamItem<T>> items) {
    Map<StoreAddress, List<Integer>> byStore = new HashMap<>();
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).proxy().factory() instanceof StoreFactory<?> stored) {
        byStore.computeIfAbsent(stored.store(), key -> new ArrayList<>()).add(i);
      }
    }
    byStore.forEach((store, places) -> fetch(store, items, places));
  }

  /** What cannot be fetched now says why when it is resolved. */
  private static <T> void fetch(
      StoreAddress store, List<StreamItem<T>> items, List<Integer> places) {
    try {
      List<StoreFactory<T>> factories = new ArrayList<>(places.size());
      places.forEach(i -> factories.add((StoreFactory<T>) items.get(i).proxy().factory()));
      List<Optional<Object>> objects =
          Stores.getOrOpen(store)
              .getBatch(factories.stream().map(StoreFactory::key).toList(), Object.class);
      for (int i = 0; i < factories.size(); i++) {
        int place = places.get(i);
        StoreFactory<T> factory = factories.get(i);
        objects
            .get(i)
            .ifPresent(object -> items.set(place, items.get(place).fetched(factory, object)));
      }
    } catch (RuntimeException e) {
      LOG.debug("Objects could not be fetched ahead.", e);
    }
  }
}
