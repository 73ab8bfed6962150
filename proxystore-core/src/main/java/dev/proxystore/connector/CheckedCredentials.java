package dev.proxystore.connector;

import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Secrets from a provider of the application, which may be so wrong as to answer null. */
record CheckedCredentials(CredentialsProvider provider) implements CredentialsProvider {

  static CredentialsProvider of(CredentialsProvider provider) {
    return provider instanceof CheckedCredentials ? provider : new CheckedCredentials(provider);
  }

  @Override
  public Optional<Credentials> credentials(StoreAddress address) {
    return checked(address, "credentials", provider.credentials(address));
  }

  @Override
  public Optional<SSLContext> sslContext(StoreAddress address) {
    return checked(address, "sslContext", provider.sslContext(address));
  }

  private <T> Optional<T> checked(StoreAddress address, String method, Optional<T> answer) {
    if (answer == null) {
      throw new ConnectorException(
          address,
          "cannot be opened: its CredentialsProvider %s answered null from %s, expected an Optional. Let it answer Optional.empty() where it has nothing."
              .formatted(provider.getClass().getName(), method),
          null);
    }
    return answer;
  }

  /** Where the secrets come from; none of them. */
  @Override
  public String toString() {
    return "CheckedCredentials[" + provider.getClass().getName() + "]";
  }
}
