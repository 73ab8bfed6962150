package dev.proxystore.examples;

import dev.proxystore.connector.Key;
import dev.proxystore.micrometer.StoreMeters;
import dev.proxystore.store.Store;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** What stores do, in the meters of a Micrometer registry. */
public final class MeasuredStores {
  private MeasuredStores() {}

  public static void main(String[] arguments) {
    // sample: begin
    MeterRegistry registry = new SimpleMeterRegistry(); // or that of Prometheus, of Spring, …
    Runnable end = StoreMeters.bindAllTo(registry);

    try (Store store = Store.open("local:frames")) {
      Key key = store.put(new byte[1000]);
      store.get(key, byte[].class);
      store.get(key, byte[].class);
    }
    System.out.println("Objects put: " + count(registry, "proxystore.putObjects"));
    System.out.println("Bytes put: " + count(registry, "proxystore.putBytes"));
    System.out.println("Answered by the cache: " + count(registry, "proxystore.cacheHits"));
    // sample: end
    end.run();
  }

  private static long count(MeterRegistry registry, String name) {
    return (long) registry.get(name).tag("store", "local:frames").counter().count();
  }
}
