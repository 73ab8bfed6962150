package dev.proxystore.serialize;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which classes may be written and read: those of the JDK that {@link JdkTypes} lists, and of the
 * application's what is named here, by class or with all below a package or class as {@code
 * com.acme.model.*}. Nested classes are named with dots, which a shell leaves alone. Immutable.
 */
final class AllowList {
  /** A comma-separated list that every serializer of this process allows too. */
  static final String PROPERTY = "proxystore.allow";

  static final String VARIABLE = "PROXYSTORE_ALLOW";

  private static final Pattern PATTERN =
      Pattern.compile("\\p{javaJavaIdentifierStart}[\\p{javaJavaIdentifierPart}.]*(\\.\\*)?");
  private static final Set<String> JDK = JdkTypes.names();

  private final Set<String> classes = new TreeSet<>();
  private final List<String> prefixes;

  AllowList(Collection<String> patterns) {
    List<String> all = Stream.concat(patterns.stream(), ambient()).map(AllowList::checked).toList();
    prefixes = all.stream().filter(p -> p.endsWith(".*")).map(AllowList::prefix).toList();
    all.stream().filter(p -> !p.endsWith(".*")).forEach(classes::add);
  }

  private static Stream<String> ambient() {
    String property = System.getProperty(PROPERTY, "");
    String variable = System.getenv().getOrDefault(VARIABLE, "");
    return Arrays.stream((property + "," + variable).split(",", -1)).filter(p -> !p.isBlank());
  }

  static String checked(String pattern) {
    String dotted = dotted(pattern.strip());
    if (!PATTERN.matcher(dotted).matches()) {
      throw new IllegalArgumentException(
          "'%s' allows nothing: expected a class as com.acme.Model, or a package as com.acme.*"
              .formatted(pattern));
    }
    return dotted;
  }

  private static String prefix(String pattern) {
    return pattern.substring(0, pattern.length() - 1);
  }

  private static String dotted(String name) {
    return name.replace('$', '.');
  }

  /**
   * Refuses a class that is not listed, by name and before it is loaded.
   *
   * @param name as {@link Class#getName()} gives it, arrays included
   */
  void require(String name) {
    String element = element(name);
    if (element.contains("/")) {
      throw new SerializationException(
          ("%s is a lambda or another class without a name of its own, which no other process"
                  + " knows. Put an object of a named class instead.")
              .formatted(element.replaceFirst("\\$\\$.*", "")));
    }
    if (!JDK.contains(element) && !allows(dotted(element))) {
      throw refused(dotted(element));
    }
  }

  private boolean allows(String name) {
    return classes.contains(name) || prefixes.stream().anyMatch(name::startsWith);
  }

  private static SerializationException refused(String name) {
    return new SerializationException(
        ("The class %s is not allowed to be written or read. If it is yours and safe to build from"
                + " stored bytes, allow it: Store.builder(..).allow(\"%s\"), or in a process that"
                + " only reads: -D%s=%s")
            .formatted(name, name, PROPERTY, name));
  }

  /** The class that an array is made of, or the class itself. */
  private static String element(String name) {
    int dimensions = name.lastIndexOf('[') + 1;
    String element = name.substring(dimensions);
    boolean ofObjects = dimensions > 0 && element.startsWith("L") && element.endsWith(";");
    return ofObjects ? element.substring(1, element.length() - 1) : element;
  }
}
