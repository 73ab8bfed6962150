package dev.proxystore.connector;

import java.io.File;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads secrets from system properties and environment variables. Where {@code hosts} is set they
 * are given to these hosts alone: an address that somebody sent cannot have them sent elsewhere.
 */
final class EnvironmentCredentials implements CredentialsProvider {
  static final CredentialsProvider INSTANCE = new EnvironmentCredentials();

  private static final Pattern LIST = Pattern.compile("\\s*,\\s*");

  private EnvironmentCredentials() {}

  @Override
  public Optional<Credentials> credentials(StoreAddress address) {
    Optional<String> username = lookup(address, "username");
    return lookup(address, "password")
        .map(
            password ->
                username
                    .map(user -> Credentials.of(user, password))
                    .orElseGet(() -> Credentials.ofPassword(password)));
  }

  @Override
  public Optional<SSLContext> sslContext(StoreAddress address) {
    Optional<String> trust = lookup(address, "truststore");
    Optional<String> key = lookup(address, "keystore");
    if (trust.isEmpty() && key.isEmpty()) {
      return Optional.empty();
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(address, key), trusts(address, trust), null);
      return Optional.of(context);
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw new ConnectorException(
          address, "has a trust store or key store that cannot be used: " + e + ".", e);
    }
  }

  private static TrustManager @Nullable [] trusts(StoreAddress address, Optional<String> file)
      throws GeneralSecurityException, IOException {
    if (file.isEmpty()) {
      return null;
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(load(file.get(), lookup(address, "truststore-password")));
    return factory.getTrustManagers();
  }

  private static KeyManager @Nullable [] keys(StoreAddress address, Optional<String> file)
      throws GeneralSecurityException, IOException {
    if (file.isEmpty()) {
      return null;
    }
    Optional<String> password = lookup(address, "keystore-password");
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(load(file.get(), password), password.orElse("").toCharArray());
    return factory.getKeyManagers();
  }

  private static KeyStore load(String file, Optional<String> password)
      throws GeneralSecurityException, IOException {
    return KeyStore.getInstance(new File(file), password.orElse("").toCharArray());
  }

  private static Optional<String> lookup(StoreAddress address, String what) {
    return isTrusted(address) ? setting(address, what) : Optional.empty();
  }

  private static boolean isTrusted(StoreAddress address) {
    Optional<String> hosts = setting(address, "hosts");
    return hosts.isEmpty()
        || LIST.splitAsStream(hosts.get().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet())
            .containsAll(hosts(address));
  }

  private static List<String> hosts(StoreAddress address) {
    String authority = Optional.ofNullable(address.uri().getRawAuthority()).orElse("");
    return LIST.splitAsStream(authority).map(host -> host.replaceFirst(":\\d*$", "")).toList();
  }

  private static Optional<String> setting(StoreAddress address, String what) {
    return Stream.of("proxystore." + address.name() + "." + what, "proxystore." + what)
        .flatMap(name -> Stream.of(System.getProperty(name), System.getenv(variable(name))))
        .filter(value -> value != null && !value.isEmpty())
        .findFirst();
  }

  private static String variable(String property) {
    return property.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }
}
