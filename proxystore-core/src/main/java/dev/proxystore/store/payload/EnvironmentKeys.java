package dev.proxystore.store.payload;

import dev.proxystore.connector.StoreAddress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Keys from the file that a system property or an environment variable names. */
final class EnvironmentKeys implements KeyProvider {
  static final KeyProvider INSTANCE = new EnvironmentKeys();

  private EnvironmentKeys() {}

  @Override
  public Optional<EncryptionKeys> keys(StoreAddress store) {
    return Stream.of("proxystore." + store.name() + ".keyset", "proxystore.keyset")
        .flatMap(name -> Stream.of(System.getProperty(name), System.getenv(variable(name))))
        .filter(value -> value != null && !value.isEmpty())
        .findFirst()
        .map(file -> EncryptionKeys.read(Path.of(file)));
  }

  static String variable(String property) {
    return property.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }
}
