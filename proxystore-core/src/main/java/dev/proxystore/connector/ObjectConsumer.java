package dev.proxystore.connector;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One of those who each release an object that has several consumers. It may consist of several
 * instances, which are all given every object: then it has released one when each of them has.
 *
 * @param name the same after a restart; up to 200 letters, digits, dots, hyphens and underscores
 * @param instance which one it is of its instances, from 0
 * @param instances how many there are; 1 for a consumer that is given each object once, wherever
 */
public record ObjectConsumer(String name, int instance, int instances) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");
  private static final Pattern TEXT =
      Pattern.compile("(?<name>[^#]+)(#(?<instance>\\d{1,5})of(?<instances>\\d{1,5}))?");

  public ObjectConsumer {
    if (!NAME.matcher(requireNonNull(name, "name")).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no name of a consumer: expected up to 200 letters, digits, dots, hyphens and underscores, beginning with a letter or digit."
              .formatted(name));
    }
    if (instance < 0 || instance >= instances || instances > Key.LARGEST_FAN_OUT) {
      throw new IllegalArgumentException(
          "The consumer %s has 1 to %d instances, numbered from 0, found %d of %d."
              .formatted(name, Key.LARGEST_FAN_OUT, instance, instances));
    }
  }

  /** A consumer that is given each object once. */
  public static ObjectConsumer of(String name) {
    return new ObjectConsumer(name, 0, 1);
  }

  /** The form in which connectors store it: {@code name}, or {@code name#1of3} of an instance. */
  public String text() {
    return instances == 1 ? name : name + "#" + instance + "of" + instances;
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static ObjectConsumer parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no consumer of objects.");
    }
    return parts.group("instance") == null
        ? of(parts.group("name"))
        : new ObjectConsumer(
            parts.group("name"),
            Integer.parseInt(parts.group("instance")),
            Integer.parseInt(parts.group("instances")));
  }

  /**
   * How many consumers have released an object, given the texts of all who have: one of several
   * instances counts, once, when each of them is there.
   *
   * @param texts without repeats
   */
  public static int countWhole(Collection<String> texts) {
    Map<String, Integer> instances = new HashMap<>();
    int whole = 0;
    for (String text : texts) {
      ObjectConsumer each = parse(text);
      String all = each.name + "#" + each.instances;
      if (each.instances == instances.merge(all, 1, Integer::sum)) {
        whole++;
      }
    }
    return whole;
  }

  @Override
  public String toString() {
    return text();
  }

  /** Written out: see {@link dev.proxystore.serialize.Descriptor#equals}. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ObjectConsumer that
        && instance == that.instance
        && instances == that.instances
        && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, instance, instances);
  }
}
