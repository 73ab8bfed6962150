package dev.proxystore.connector;

import static java.util.Objects.requireNonNull;

import dev.proxystore.internal.Services;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds the connector for an address among those on the class path, by the scheme. */
public final class Connectors {
  private static final Map<String, String> KNOWN_MODULES =
      Map.of(
          "redis", "proxystore-redis-connector",
          "rediss", "proxystore-redis-connector",
          "redis-cluster", "proxystore-redis-connector",
          "rediss-cluster", "proxystore-redis-connector",
          "redis-sentinel", "proxystore-redis-connector",
          "rediss-sentinel", "proxystore-redis-connector",
          "hazelcast", "proxystore-hazelcast-connector");

  private Connectors() {}

  /**
   * Opens the connector of an address.
   *
   * @throws AddressException if no module on the class path knows the scheme; names the module to
   *     add and the schemes that were found
   * @throws ConnectorException if the system cannot be reached
   */
  public static Connector open(StoreAddress address, ConnectorOptions options) {
    requireNonNull(options, "options");
    Map<String, ConnectorProvider> providers = providers();
    ConnectorProvider provider = providers.get(address.scheme());
    if (provider == null) {
      throw unknown(address, providers);
    }
    return provider.open(address, options);
  }

  /**
   * The options of the connectors of a scheme.
   *
   * @throws AddressException if no module on the class path knows the scheme
   */
  public static List<ConnectorOption> optionsOf(String scheme) {
    ConnectorProvider provider = providers().get(scheme);
    if (provider == null) {
      throw new AddressException(
          "No connector for the scheme '%s' was found. %s".formatted(scheme, adviceFor(scheme)));
    }
    return provider.options();
  }

  private static Map<String, ConnectorProvider> providers() {
    Map<String, ConnectorProvider> found = new TreeMap<>();
    Services.load(ConnectorProvider.class)
        .forEach(each -> each.schemes().forEach(scheme -> found.putIfAbsent(scheme, each)));
    return found;
  }

  private static AddressException unknown(
      StoreAddress address, Map<String, ConnectorProvider> providers) {
    return new AddressException(
        "No connector for the scheme '%s' of %s was found, only for %s. %s"
            .formatted(address.scheme(), address, providers.keySet(), adviceFor(address.scheme())));
  }

  /** What to do where nobody on the class path knows a scheme. */
  public static String adviceFor(String scheme) {
    return Optional.ofNullable(KNOWN_MODULES.get(scheme))
        .map(module -> "Add the module " + module + " to the class path.")
        .orElse("Check the address, or add the module that knows it to the class path.");
  }
}
