package dev.proxystore.config;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.connector.ConnectorOption;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.internal.Nearest;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreBuilder;
import dev.proxystore.store.StoreConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Stores by name, as a configuration describes them: a YAML or a properties file, a map, the
 * configuration of Flink. Each has an {@code address} and the options of {@link StoreOption}; what
 * stands under {@code connector} is for its connector. Secrets do not stand here: they come from
 * the environment of each process. Immutable.
 *
 * <pre>{@code
 * stores:
 *   frames:
 *     address: redis://localhost:6379/frames
 *     cache.size: 0
 *     connector:
 *       timeout: 10s
 * }</pre>
 */
public final class StoreConfigs {
  static final String STORES = "stores";
  private static final String ADDRESS = "address";
  private static final String CONNECTOR = "connector.";

  private final String source;
  private final Map<String, StoreConfig> stores;

  private StoreConfigs(String source, Map<String, StoreConfig> stores) {
    this.source = source;
    this.stores = stores;
  }

  /**
   * Reads a file: {@code .yaml} or {@code .yml} (with snakeyaml-engine on the class path), or
   * {@code .properties}.
   *
   * @throws ConfigException if it cannot be read, or says what no store has; names file and key
   */
  public static StoreConfigs fromFile(Path file) {
    return of(file.toString(), ConfigFiles.read(file), STORES + ".");
  }

  /**
   * Reads keys such as {@code stores.frames.address}.
   *
   * @throws ConfigException if one is unknown, or its value of another type
   */
  public static StoreConfigs fromMap(Map<String, String> entries) {
    return of("the configuration", entries, STORES + ".");
  }

  /**
   * Reads those of the entries that begin with a prefix and go on with a store's name and a key.
   *
   * @param source where they come from, for errors
   */
  public static StoreConfigs of(String source, Map<String, String> entries, String prefix) {
    Map<String, Map<String, String>> byStore = new TreeMap<>();
    for (Map.Entry<String, String> each : entries.entrySet()) {
      if (!each.getKey().startsWith(prefix)) {
        throw new ConfigException(
            "%s has the key '%s', expected keys such as '%sframes.address'."
                .formatted(source, each.getKey(), prefix),
            null);
      }
      String[] parts = each.getKey().substring(prefix.length()).split("\\.", 2);
      if (parts.length < 2) {
        throw new ConfigException(
            "%s has the key '%s' with a value of its own, expected keys below it such as '%s.address'."
                .formatted(source, each.getKey(), each.getKey()),
            null);
      }
      byStore.computeIfAbsent(parts[0], name -> new TreeMap<>()).put(parts[1], each.getValue());
    }
    Map<String, StoreConfig> stores = new LinkedHashMap<>();
    byStore.forEach((name, options) -> stores.put(name, store(source, prefix + name, options)));
    return new StoreConfigs(source, stores);
  }

  private static StoreConfig store(String source, String where, Map<String, String> options) {
    String address = options.get(ADDRESS);
    if (address == null) {
      throw new ConfigException(
          "%s says no %s.address: expected the address of the store, such as redis://localhost:6379/frames. %s"
              .formatted(source, where, misspelt(options)),
          null);
    }
    try {
      Map<String, String> others = new TreeMap<>(options);
      others.remove(ADDRESS);
      return configured(Store.builder(address), where, others);
    } catch (ConfigException e) {
      throw new ConfigException(source + ": " + e.getMessage(), e.getCause());
    } catch (ProxyStoreException e) {
      throw new ConfigException(
          "%s: %s.address is wrong: %s".formatted(source, where, e.getMessage()), e);
    }
  }

  /** What may have been meant for the address. */
  private static String misspelt(Map<String, String> options) {
    return options.keySet().stream()
        .filter(key -> !keys().contains(key) && !key.startsWith(CONNECTOR))
        .findFirst()
        .map(key -> "Found '%s'. %s".formatted(key, Nearest.advice(key, keys())))
        .orElseGet(() -> Nearest.advice("", keys()));
  }

  private static List<String> keys() {
    List<String> keys = new ArrayList<>(StoreOption.keys());
    keys.add(ADDRESS);
    return keys;
  }

  /**
   * Sets a store to what options say.
   *
   * @param where the place of the options, for errors
   */
  static StoreConfig configured(StoreBuilder builder, String where, Map<String, String> options) {
    StoreAddress address = builder.toConfig().address();
    for (Map.Entry<String, String> each : options.entrySet()) {
      String key = each.getKey();
      requireNoSecret(where, key);
      if (key.startsWith(CONNECTOR)) {
        String option = key.substring(CONNECTOR.length());
        requireKnown(address, where + "." + CONNECTOR, option);
        builder.connectorOption(option, each.getValue());
      } else {
        apply(builder, where, key, each.getValue());
      }
    }
    return builder.toConfig();
  }

  private static void requireNoSecret(String where, String key) {
    try {
      ConnectorOptions.of(Map.of(key.substring(key.lastIndexOf('.') + 1), ""));
    } catch (IllegalArgumentException e) {
      throw new ConfigException("%s.%s: %s".formatted(where, key, e.getMessage()), e);
    }
  }

  private static void apply(StoreBuilder builder, String where, String key, String value) {
    for (StoreOption option : StoreOption.values()) {
      if (option.key().equals(key)) {
        try {
          option.apply(builder, value);
          return;
        } catch (RuntimeException e) {
          throw new ConfigException(
              "%s.%s is '%s', expected %s%s".formatted(where, key, value, option.type(), detail(e)),
              e);
        }
      }
    }
    throw new ConfigException(
        "%s.%s is no option of a store. %s".formatted(where, key, Nearest.advice(key, keys())),
        null);
  }

  private static String detail(RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    return message.isEmpty() ? "." : ": " + message;
  }

  private static void requireKnown(StoreAddress address, String where, String option) {
    List<String> known =
        Connectors.optionsOf(address.scheme()).stream().map(ConnectorOption::name).toList();
    boolean free = known.stream().anyMatch(name -> name.startsWith("*"));
    if (!free && !known.contains(option)) {
      throw new ConfigException(
          "%s%s is no option of the connector of %s. %s"
              .formatted(where, option, address.base(), Nearest.advice(option, known)),
          null);
    }
  }

  /**
   * A store by its name.
   *
   * @throws ConfigException if there is none; names the nearest
   */
  public StoreConfig get(String name) {
    StoreConfig store = stores.get(name);
    if (store == null) {
      throw new ConfigException(
          "%s has no store '%s'. %s".formatted(source, name, Nearest.advice(name, names())), null);
    }
    return store;
  }

  /** The names of all stores. */
  public Set<String> names() {
    return new TreeSet<>(stores.keySet());
  }

  /** A store as keys and values that {@link #fromMap} reads below {@code stores.NAME.}. */
  public static Map<String, String> toMap(StoreConfig store) {
    Map<String, String> entries = new TreeMap<>();
    entries.put(ADDRESS, store.address().toString());
    for (StoreOption option : StoreOption.values()) {
      String value = option.read(store);
      if (!value.equals(option.defaultValue())) {
        entries.put(option.key(), value);
      }
    }
    store.connectorOptions().forEach((name, value) -> entries.put(CONNECTOR + name, value));
    return entries;
  }

  /**
   * Reads a URI that holds options beside the address, as parameters that begin with {@code
   * store.}: {@code redis://host:6379/frames?store.cache.size=0&store.connector.timeout=10s}. What
   * remains is the address, which is all that travels in proxies.
   *
   * @throws ConfigException if an option is unknown, or its value of another type
   */
  public static StoreConfig parse(String uri) {
    return StoreUri.parse(uri);
  }
}
