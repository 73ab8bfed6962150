package dev.proxystore.micrometer;

import static java.util.Objects.requireNonNull;

import dev.proxystore.store.Store;
import dev.proxystore.store.Stores;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Binds the meters of one store to a registry. Their names are those of {@link
 * dev.proxystore.store.metrics.StoreOperation} and {@link dev.proxystore.store.metrics.StoreGauge}
 * behind {@code proxystore.}, and their one tag is {@code store}, the store's address, which never
 * has credentials: there are as many meters as stores have operations, whatever is stored.
 *
 * <p>When the store is closed its gauges go; counters and timers stay in the registry, and go on if
 * a store of this address is opened and bound again. Safe for use by several threads.
 *
 * <pre>{@code
 * new StoreMeters(store).bindTo(registry);
 * }</pre>
 */
public final class StoreMeters implements MeterBinder {
  private final Store store;

  /** Those of a store. */
  public StoreMeters(Store store) {
    this.store = requireNonNull(store, "store");
  }

  /**
   * Binds the meters of every store of this process: those that are open, and others when they are
   * opened, also by proxies that are resolved.
   *
   * @return binds no more; what is bound stays so
   */
  public static Runnable bindAllTo(MeterRegistry registry) {
    requireNonNull(registry, "registry");
    return Stores.observe(store -> new StoreMeters(store).bindTo(registry));
  }

  /** Binding to a registry twice counts twice. */
  @Override
  public void bindTo(MeterRegistry registry) {
    store.addListener(new MeteredStore(registry, store));
  }
}
