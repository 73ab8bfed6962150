package dev.proxystore.flink.operators;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.store.SharedStore;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import dev.proxystore.store.Stores;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.ExceptionUtils;

/**
 * The stores that one operator instance uses. They are shared with the other operators of the
 * TaskManager and class loader, and closed by the last of them. Used by the task's thread.
 */
final class OperatorStores implements AutoCloseable {
  private static final String RELEASE_HOOK = "proxystore-close-stores";

  private final Map<StoreAddress, StoreConfig> configs = new HashMap<>();
  private final Map<StoreAddress, SharedStore> open = new HashMap<>();

  OperatorStores(Collection<StoreConfig> known, RuntimeContext context) {
    known.forEach(config -> configs.put(config.address(), config));
    closeWithJob(context);
  }

  /**
   * Stores that a job's own functions open by resolving proxies end with its class loader; where
   * ProxyStore belongs to the TaskManager instead, they stay for the next job.
   */
  private static void closeWithJob(RuntimeContext context) {
    if (Stores.class.getClassLoader() != TypeInformation.class.getClassLoader()) {
      context.registerUserCodeClassLoaderReleaseHookIfAbsent(RELEASE_HOOK, Stores::closeAll);
    }
  }

  Store get(StoreAddress address) {
    return open.computeIfAbsent(
            address, key -> Stores.share(configs.getOrDefault(key, StoreConfig.of(key))))
        .store();
  }

  @Override
  public void close() {
    RuntimeException failure = null;
    for (SharedStore each : open.values()) {
      try {
        each.close();
      } catch (RuntimeException e) {
        failure = ExceptionUtils.firstOrSuppressed(e, failure);
      }
    }
    open.clear();
    if (failure != null) {
      throw failure;
    }
  }
}
