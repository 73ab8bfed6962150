package dev.proxystore.stream.event;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.AddressException;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.internal.Services;
import java.util.Map;
import java.util.TreeMap;

/** Finds the broker for an address among those on the class path, by the scheme. */
public final class Brokers {
  private Brokers() {}

  /** Opens the broker of an address with every default, and secrets from the environment. */
  public static Broker open(String address) {
    return open(StoreAddress.parse(address), ConnectorOptions.defaults());
  }

  /**
   * Opens the broker of an address.
   *
   * @throws AddressException if no module on the class path knows the scheme; names the module to
   *     add and the schemes that were found
   * @throws BrokerException if the system cannot be reached
   */
  public static Broker open(StoreAddress address, ConnectorOptions options) {
    requireNonNull(options, "options");
    Map<String, BrokerProvider> providers = providers();
    BrokerProvider provider = providers.get(address.scheme());
    if (provider == null) {
      throw new AddressException(
          "No broker for the scheme '%s' of %s was found, only for %s. %s"
              .formatted(
                  address.scheme(),
                  address,
                  providers.keySet(),
                  Connectors.adviceFor(address.scheme())));
    }
    return provider.open(address, options);
  }

  private static Map<String, BrokerProvider> providers() {
    Map<String, BrokerProvider> found = new TreeMap<>();
    Services.load(BrokerProvider.class)
        .forEach(each -> each.schemes().forEach(scheme -> found.putIfAbsent(scheme, each)));
    return found;
  }
}
