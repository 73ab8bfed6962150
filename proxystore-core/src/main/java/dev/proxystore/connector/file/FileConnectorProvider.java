package dev.proxystore.connector.file;

import dev.proxystore.connector.AddressException;
import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.ConnectorProvider;
import dev.proxystore.connector.StoreAddress;
import java.nio.file.Path;
import java.util.Set;

/** Opens {@code file:///folder/name}: the folder is made if it is not there. */
public final class FileConnectorProvider implements ConnectorProvider {

  @Override
  public Set<String> schemes() {
    return Set.of("file");
  }

  @Override
  public Connector open(StoreAddress address, ConnectorOptions options) {
    options.requireOnly(address, Set.of());
    return new FileConnector(address, folder(address));
  }

  private static Path folder(StoreAddress address) {
    try {
      return Path.of(address.uri());
    } catch (IllegalArgumentException e) {
      throw new AddressException(
          "'%s' is no folder: expected file:///absolute/path/name without parameters, found: %s."
              .formatted(address, e.getMessage()));
    }
  }
}
