package dev.proxystore.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.connector.Key;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.Store;
import dev.proxystore.store.Stores;
import dev.proxystore.store.metrics.StoreGauge;
import dev.proxystore.store.metrics.StoreOperation;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StoreMetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Store store = Store.open("local:metered");

  @AfterEach
  void closeStore() {
    Stores.closeAll();
  }

  private double counter(String name) {
    return registry.get("proxystore." + name).tag("store", "local:metered").counter().count();
  }

  private double gauge(String name) {
    return registry.get("proxystore." + name).tag("store", "local:metered").gauge().value();
  }

  private long calls(StoreOperation operation) {
    return registry.get("proxystore." + operation.timeMetric()).timer().count();
  }

  @Test
  void whatAStoreDoesIsCounted() {
    new StoreMeters(store).bindTo(registry);
    Key key = store.put(new byte[1000]);
    List<Key> more = store.putBatch(List.of(new byte[10], new byte[20]));
    store.get(key, byte[].class);
    store.get(key, byte[].class);
    store.exists(key);
    store.evictBatch(more);
    assertThat(calls(StoreOperation.PUT)).isEqualTo(2);
    assertThat(counter("putObjects")).isEqualTo(3);
    assertThat(counter("putBytes")).isEqualTo(1030);
    assertThat(counter("serializeObjects")).isEqualTo(3);
    assertThat(counter("getObjects")).isEqualTo(1);
    assertThat(counter("getBytes")).isEqualTo(1000);
    assertThat(counter("deserializeObjects")).isEqualTo(1);
    assertThat(counter(StoreGauge.CACHE_HITS)).isEqualTo(1);
    assertThat(counter(StoreGauge.CACHE_MISSES)).isEqualTo(1);
    assertThat(gauge(StoreGauge.CACHED_OBJECTS)).isEqualTo(1);
    assertThat(gauge(StoreGauge.IN_FLIGHT)).isZero();
    assertThat(calls(StoreOperation.EXISTS)).isEqualTo(1);
    assertThat(counter("evictObjects")).isEqualTo(2);
    assertThat(counter("putFailures")).isZero();
  }

  @Test
  void aFailureIsCountedAndItsCallIsNoLongerInFlight() {
    new StoreMeters(store).bindTo(registry);
    Key key = store.put("text");
    Key other = new Key(key.id(), store.put("another text").descriptor());
    assertThatThrownBy(() -> store.get(other, String.class)).isInstanceOf(RuntimeException.class);
    assertThat(counter("deserializeFailures")).isEqualTo(1);
    assertThat(counter("deserializeObjects")).isZero();
    assertThat(gauge(StoreGauge.IN_FLIGHT)).isZero();
  }

  @Test
  void largeObjectsAreCountedOnceAndTheirBytesAsTheyMove() throws Exception {
    new StoreMeters(store).bindTo(registry);
    Key key = store.put(new ByteArrayInputStream(new byte[3_000_000]));
    store.bytes(key).orElseThrow().open().readAllBytes();
    assertThat(counter("putObjects")).isEqualTo(1);
    assertThat(counter("putBytes")).isEqualTo(3_000_000);
    assertThat(counter("getBytes")).isEqualTo(3_000_000);
  }

  @Test
  void storesThatAreOpenedLaterAreBoundTooAndNoMoreOnceItEnds() {
    Runnable end = StoreMeters.bindAllTo(registry);
    store.put("text");
    assertThat(counter("putObjects")).isEqualTo(1);
    Store late = Store.open("local:late");
    Proxy<String> proxy = late.proxy("text");
    assertThat(stores()).containsExactlyInAnyOrder("local:metered", "local:late");
    assertThat(proxy.resolve()).isEqualTo("text");
    end.run();
    Store.open("local:unseen").put("text");
    assertThat(stores()).containsExactlyInAnyOrder("local:metered", "local:late");
  }

  private Set<String> stores() {
    return registry.getMeters().stream()
        .map(each -> String.valueOf(each.getId().getTag("store")))
        .collect(Collectors.toSet());
  }

  @Test
  void thereAreAsManyMetersHoweverManyObjects() {
    new StoreMeters(store).bindTo(registry);
    int before = registry.getMeters().size();
    for (int i = 0; i < 1000; i++) {
      store.get(store.put("text " + i), String.class);
    }
    assertThat(registry.getMeters()).hasSize(before);
  }

  @Test
  void everyNameIsThatOfTheCore() {
    new StoreMeters(store).bindTo(registry);
    List<String> names = new ArrayList<>(StoreGauge.metrics());
    for (StoreOperation each : StoreOperation.values()) {
      names.addAll(each.metrics());
    }
    assertThat(registry.getMeters())
        .extracting(Meter::getId)
        .extracting(Meter.Id::getName)
        .containsExactlyInAnyOrderElementsOf(
            names.stream().map(name -> "proxystore." + name).toList());
  }

  @Test
  void prometheusScrapesHistogramsOfTimes() {
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new StoreMeters(store).bindTo(prometheus);
    store.put("text");
    assertThat(prometheus.scrape())
        .contains("proxystore_putTime_seconds_bucket{store=\"local:metered\",le=")
        .contains("proxystore_putBytes_bytes_total{store=\"local:metered\"} 4.0");
  }

  @Test
  void aStoreThatIsOpenedAgainShowsItsOwnGaugesAndGoesOnCounting() {
    Runnable end = StoreMeters.bindAllTo(registry);
    store.put("text");
    store.close();
    try (Store again = Store.open("local:metered")) {
      Key key = again.put("another");
      again.get(key, String.class);
      assertThat(gauge(StoreGauge.CACHED_OBJECTS)).isEqualTo(1);
      assertThat(counter("putObjects")).isEqualTo(2);
    } finally {
      end.run();
    }
    assertThat(registry.find("proxystore." + StoreGauge.CACHED_OBJECTS).gauges()).isEmpty();
  }
}
