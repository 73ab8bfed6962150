package dev.proxystore.connector;

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

  /** After a host an '@' may follow in a password with a slash in it, so none is let through. */
  private static final Pattern USER_INFO =
      Pattern.compile("([^/?#]*:)?//[^/].*@.*|[^/?#]*@.*", Pattern.DOTALL);

  private Secrets() {}

  /** Whether a parameter or option of this name would hold a secret. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  static boolean hasUserInfo(String address) {
    return USER_INFO.matcher(address).matches();
  }

  /** What is safe to show of an address with user-info. */
  static String withoutUserInfo(String address) {
    return "…@" + address.substring(address.lastIndexOf('@') + 1).replaceFirst("\\?.*", "");
  }
}
