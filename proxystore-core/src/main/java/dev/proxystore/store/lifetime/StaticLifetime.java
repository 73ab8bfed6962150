package dev.proxystore.store.lifetime;

import dev.proxystore.connector.Key;
import dev.proxystore.store.Lifetime;
import dev.proxystore.store.Store;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects that go when this process ends, in order: when its last thread is over, by {@code
 * System.exit} or by a signal that can be caught. They stay if it is killed or crashes; for those
 * use a {@link LeaseLifetime}.
 *
 * <p>Make one for the process. The Java runtime refers to it until the end, and through it to the
 * class loader: it is not for code that is loaded and unloaded, such as a Flink job. What the store
 * does not take in time at the end is logged. Safe for use by several threads.
 */
public final class StaticLifetime implements Lifetime {
  private static final Logger LOG = LoggerFactory.getLogger(StaticLifetime.class);

  private final ContextLifetime objects = new ContextLifetime();

  private StaticLifetime() {}

  /**
   * A lifetime that ends with this process.
   *
   * @throws IllegalStateException if the process is about to end
   */
  public static StaticLifetime ofProcess() {
    StaticLifetime lifetime = new StaticLifetime();
    Runtime.getRuntime().addShutdownHook(new Thread(lifetime::end, "proxystore-static-lifetime"));
    return lifetime;
  }

  private void end() {
    try {
      objects.close();
    } catch (RuntimeException e) {
      LOG.warn("Objects stay that were to go with this process.", e);
    }
  }

  @Override
  public Optional<Duration> begin(Store store) {
    return objects.begin(store);
  }

  @Override
  public void add(Store store, Collection<Key> keys) {
    objects.add(store, keys);
  }
}
