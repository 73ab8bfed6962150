package dev.proxystore.connector;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What must not stand in an address or among options, since both travel and are logged. */
final class Secrets {
  static final String ADVICE =
      "Addresses and options travel and are logged, so leave it out: set PROXYSTORE_USERNAME and"
          + " PROXYSTORE_PASSWORD where the store is opened, or give its builder a"
          + " CredentialsProvider.";

  private static final Pattern NAME =
      Pattern.compile(
          "(.*[-_.])?(pass(word|wd|phrase)?|pwd|secret|token|credentials?|auth|user(name)?"
              + "|(api|access)[-_.]?key)([-_.].*)?",
          Pattern.CASE_INSENSITIVE);

  /**
   * Only the paths of files have an '@' by right. Elsewhere it may follow a password with slashes
   * in it, or one that somebody wrote with percents, so none is let through.
   */
  private static final Pattern USER_INFO =
      Pattern.compile(
          "file:(//)?[^/?#].*@.*|file:[^/?#]*@.*|(?!file:).*(@|%40).*",
          Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

  private static final Pattern UP_TO_USER_INFO = Pattern.compile(".*(@|%40)", Pattern.DOTALL);

  private Secrets() {}

  /** Whether a parameter or option of this name would hold a secret. */
  static boolean isName(String name) {
    return NAME.matcher(decoded(name)).matches();
  }

  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name; // not well-formed: the address is refused for that
    }
  }

  static boolean hasUserInfo(String address) {
    return USER_INFO.matcher(address).matches();
  }

  /** What is safe to show of an address with user-info. */
  static String withoutUserInfo(String address) {
    return "…@" + UP_TO_USER_INFO.matcher(address).replaceFirst("").replaceFirst("\\?.*", "");
  }
}
