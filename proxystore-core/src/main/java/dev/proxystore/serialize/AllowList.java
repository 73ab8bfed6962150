package dev.proxystore.serialize;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which of the application's classes may be written and read: names of classes, and packages with
 * all below them as {@code com.acme.model.*}. Immutable.
 */
final class AllowList {
  /** A comma-separated list that every serializer of this process allows too. */
  static final String PROPERTY = "proxystore.allow";

  static final String VARIABLE = "PROXYSTORE_ALLOW";

  private final Set<String> classes = new TreeSet<>();
  private final List<String> prefixes;

  AllowList(Collection<String> patterns) {
    List<String> all =
        Stream.of(patterns.stream(), ambient()).flatMap(s -> s).filter(p -> !p.isBlank()).toList();
    prefixes = all.stream().filter(p -> p.endsWith(".*")).map(AllowList::prefix).toList();
    all.stream().filter(p -> !p.endsWith(".*")).forEach(classes::add);
  }

  private static Stream<String> ambient() {
    String property = System.getProperty(PROPERTY, "");
    String variable = System.getenv().getOrDefault(VARIABLE, "");
    return Arrays.stream((property + "," + variable).split(",", -1)).map(String::strip);
  }

  private static String prefix(String pattern) {
    return pattern.substring(0, pattern.length() - 1);
  }

  /**
   * Refuses a class that is not listed, by name and before it is loaded.
   *
   * @param name as {@link Class#getName()} gives it, arrays included
   */
  void require(String name) {
    String element = element(name);
    if (!element.isEmpty() && !allows(element)) {
      throw new SerializationException(
          ("The class %s is not allowed to be written or read. If it is yours and safe to build from"
                  + " stored bytes, allow it: Store.builder(..).allow(\"%s\"), or in a process that"
                  + " only reads: -D%s=%s")
              .formatted(element, element, PROPERTY, element));
    }
  }

  private boolean allows(String name) {
    return classes.contains(name) || prefixes.stream().anyMatch(name::startsWith);
  }

  /** The class that an array is made of; empty for arrays of primitives. */
  private static String element(String name) {
    if (!name.startsWith("[")) {
      return name;
    }
    String element = name.replaceFirst("^\\[+", "");
    return element.startsWith("L") ? element.substring(1, element.length() - 1) : "";
  }
}
