package dev.proxystore.stream.event;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/** The names that topics, groups and consumers may have. */
public final class Topics {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");

  private Topics() {}

  /**
   * The same name, if it is one.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static String requireName(String name) {
    if (!NAME.matcher(requireNonNull(name, "name")).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no name of a topic, group or consumer: expected up to 200 letters, digits, dots, hyphens and underscores, beginning with a letter or digit."
              .formatted(name));
    }
    return name;
  }
}
