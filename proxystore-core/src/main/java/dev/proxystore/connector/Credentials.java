package dev.proxystore.connector;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A user and a password. Not serialisable, and never shown: the text hides the password. */
public final class Credentials {
  private final @Nullable String username;
  private final String password;

  private Credentials(@Nullable String username, String password) {
    this.username = username;
    this.password = requireNonNull(password, "password");
  }

  public static Credentials of(String username, String password) {
    return new Credentials(requireNonNull(username, "username"), password);
  }

  /** For systems that know one default user. */
  public static Credentials ofPassword(String password) {
    return new Credentials(null, password);
  }

  public Optional<String> username() {
    return Optional.ofNullable(username);
  }

  public String password() {
    return password;
  }

  @Override
  public String toString() {
    return "Credentials[username=" + username + ", password=***]";
  }
}
