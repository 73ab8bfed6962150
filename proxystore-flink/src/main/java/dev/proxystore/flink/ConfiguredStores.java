package dev.proxystore.flink;

import dev.proxystore.config.StoreConfigs;
import dev.proxystore.store.StoreConfig;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;

/**
 * The stores that Flink's configuration describes, by keys such as {@code
 * proxystore.stores.frames.address} and {@code proxystore.stores.frames.cache.size}: in the
 * cluster's file, on the command line behind {@code -D}, or in the job's own configuration.
 *
 * <pre>{@code
 * StoreConfig frames = ConfiguredStores.get(env.getConfiguration(), "frames");
 * }</pre>
 */
@PublicEvolving
public final class ConfiguredStores {
  /** What the keys of all stores begin with. */
  public static final String PREFIX = "proxystore.stores.";

  private ConfiguredStores() {}

  /**
   * All stores of a configuration.
   *
   * @throws dev.proxystore.config.ConfigException if a key is unknown, or its value of another type
   */
  public static StoreConfigs of(ReadableConfig configuration) {
    Map<String, String> entries = new TreeMap<>();
    configuration
        .toMap()
        .forEach(
            (key, value) -> {
              if (key.startsWith(PREFIX)) {
                entries.put(key, isList(value) ? joined(configuration, key) : value);
              }
            });
    return StoreConfigs.of("Flink's configuration", entries, PREFIX);
  }

  /** As Flink has what was a list in its file. */
  private static boolean isList(String value) {
    return value.startsWith("[");
  }

  private static String joined(ReadableConfig configuration, String key) {
    return String.join(
        ",", configuration.get(ConfigOptions.key(key).stringType().asList().noDefaultValue()));
  }

  /** A store of a configuration, as {@link #of} reads it. */
  public static StoreConfig get(ReadableConfig configuration, String name) {
    return of(configuration).get(name);
  }
}
