package dev.proxystore.flink.operators;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import dev.proxystore.store.Stores;
import dev.proxystore.store.metrics.StoreListener;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.UserCodeClassLoader;
import org.jspecify.annotations.Nullable;

/**
 * The stores that one operator instance uses. They are shared with all operators that a job has on
 * a TaskManager and stay open until Flink is done with the job there: between an operator that has
 * ended and one that has not yet begun, objects in memory must not go.
 *
 * <p>Used by the task's thread, and by the one that evicts what was released.
 */
@Internal
public final class OperatorStores implements AutoCloseable {
  private static final String LEAVE_HOOK = "proxystore-leave-stores";
  private static final String CLOSE_HOOK = "proxystore-close-stores";

  private final Map<StoreAddress, StoreConfig> configs = new HashMap<>();
  private final Map<StoreAddress, Store> open = new ConcurrentHashMap<>();
  private final Map<Store, StoreListener> listeners = new ConcurrentHashMap<>();
  private final @Nullable MetricGroup metrics;

  /** One for each job on a TaskManager, as long as the job has slots there. */
  private final UserCodeClassLoader owner;

  /** Stores that are shown in no metrics. */
  public OperatorStores(Collection<StoreConfig> known, UserCodeClassLoader job) {
    this(known, job, null);
  }

  /**
   * Stores of which some are configured; others are opened with every default.
   *
   * @param metrics the group in which the operator shows what they do, or null
   */
  public OperatorStores(
      Collection<StoreConfig> known, UserCodeClassLoader job, @Nullable MetricGroup metrics) {
    this.metrics = metrics;
    known.forEach(config -> configs.put(config.address(), config));
    owner = job;
    UserCodeClassLoader leaving = owner;
    owner.registerReleaseHookIfAbsent(LEAVE_HOOK, () -> Stores.leave(leaving));
    closeWhatFunctionsOpened();
  }

  /**
   * Stores that a job's own functions open by resolving proxies end with its class loader; where
   * ProxyStore belongs to the TaskManager instead, they stay for the next job.
   */
  private void closeWhatFunctionsOpened() {
    if (Stores.class.getClassLoader() != TypeInformation.class.getClassLoader()) {
      owner.registerReleaseHookIfAbsent(CLOSE_HOOK, Stores::closeAll);
    }
  }

  /** Those that are configured, and those that were asked for. */
  Collection<Store> known() {
    configs.keySet().forEach(this::get);
    return List.copyOf(open.values());
  }

  /** The store of an address. */
  public Store get(StoreAddress address) {
    return open.computeIfAbsent(address, this::share);
  }

  private Store share(StoreAddress address) {
    Store store = Stores.share(configs.getOrDefault(address, StoreConfig.of(address)), owner);
    if (metrics != null) {
      StoreListener listener = new StoreMetrics(store, metrics.addGroup("store", label(store)));
      listeners.put(store, listener);
      store.addListener(listener);
    }
    return store;
  }

  /** A store's name, or its address where another store of the operator has that name. */
  private String label(Store store) {
    boolean isTaken =
        listeners.keySet().stream().anyMatch(each -> each.name().equals(store.name()));
    return isTaken ? store.address().toString() : store.name();
  }

  /** Shows what the stores do no more; they stay open for others of the job. */
  @Override
  public void close() {
    listeners.forEach(Store::removeListener);
    listeners.clear();
  }
}
