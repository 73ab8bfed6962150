package dev.proxystore.stream.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a stream says of an object beside where it lies: names and values to filter, key and route
 * by without fetching anything. Values are texts, whole numbers, decimals, flags, instants (to the
 * millisecond) and bytes. Up to 4096 of them, with up to 4096 bytes a name or text and 1 MiB of
 * bytes. Immutable; names are in order.
 */
public final class Metadata {
  static final int MOST_VALUES = 4096;
  static final int MOST_BYTES = 1 << 20;
  private static final int MOST_TEXT_BYTES = 4096;
  private static final Metadata EMPTY = new Metadata(new TreeMap<>());

  private final SortedMap<String, Object> values;

  private Metadata(SortedMap<String, Object> values) {
    requireUpTo(MOST_VALUES, values.size(), "values");
    this.values = values;
  }

  public static Metadata empty() {
    return EMPTY;
  }

  public static Metadata of(String name, String value) {
    return EMPTY.with(name, value);
  }

  public static Metadata of(String name, long value) {
    return EMPTY.with(name, value);
  }

  /**
   * Takes values over from a map.
   *
   * @throws IllegalArgumentException if one is of a type that metadata do not have; says which
   */
  public static Metadata copyOf(Map<String, ?> values) {
    TreeMap<String, Object> copy = new TreeMap<>();
    values.forEach((name, value) -> copy.put(name, admitted(name, value)));
    return new Metadata(copy);
  }

  private static Object admitted(String name, Object value) {
    requireUpTo(MOST_TEXT_BYTES, name.getBytes(UTF_8).length, "bytes of a name");
    if (value instanceof String text) {
      requireUpTo(MOST_TEXT_BYTES, text.getBytes(UTF_8).length, "bytes of a text");
    }
    if (value instanceof byte[] bytes) {
      requireUpTo(MOST_BYTES, bytes.length, "bytes of a value");
    }
    return converted(name, value);
  }

  static int requireUpTo(int most, long found, String what) {
    if (found < 0 || found > most) {
      throw new IllegalArgumentException(
          "Metadata have up to %d %s, found %d. Put what is larger into the object."
              .formatted(most, what, found));
    }
    return (int) found;
  }

  private static Object converted(String name, Object value) {
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Float decimal) {
      return decimal.doubleValue();
    }
    if (value instanceof Instant instant) {
      return Instant.ofEpochMilli(instant.toEpochMilli());
    }
    if (value instanceof byte[] bytes) {
      return bytes.clone();
    }
    if (value instanceof String
        || value instanceof Long
        || value instanceof Double
        || value instanceof Boolean) {
      return value;
    }
    throw new IllegalArgumentException(
        "The metadata '%s' is a %s; expected a String, a whole number, a double, a boolean, an Instant or a byte[]."
            .formatted(name, value.getClass().getTypeName()));
  }

  public Metadata with(String name, String value) {
    return plus(name, value);
  }

  public Metadata with(String name, long value) {
    return plus(name, value);
  }

  public Metadata with(String name, double value) {
    return plus(name, value);
  }

  public Metadata with(String name, boolean value) {
    return plus(name, value);
  }

  public Metadata with(String name, Instant value) {
    return plus(name, value);
  }

  public Metadata with(String name, byte[] value) {
    return plus(name, value);
  }

  private Metadata plus(String name, Object value) {
    TreeMap<String, Object> more = new TreeMap<>(values);
    more.put(requireNonNull(name, "name"), admitted(name, requireNonNull(value, "value")));
    return new Metadata(more);
  }

  /** Both; of a name that both have, the other's value. */
  public Metadata union(Metadata other) {
    TreeMap<String, Object> all = new TreeMap<>(values);
    all.putAll(other.values);
    return new Metadata(all);
  }

  /** The text of a name, or empty if there is none of that type. */
  public Optional<String> text(String name) {
    return typed(name, String.class);
  }

  /** The whole number of a name, or empty if there is none of that type. */
  public Optional<Long> number(String name) {
    return typed(name, Long.class);
  }

  /** The decimal of a name, or empty if there is none of that type. */
  public Optional<Double> decimal(String name) {
    return typed(name, Double.class);
  }

  /** The flag of a name, or empty if there is none of that type. */
  public Optional<Boolean> flag(String name) {
    return typed(name, Boolean.class);
  }

  /** The instant of a name, or empty if there is none of that type. */
  public Optional<Instant> instant(String name) {
    return typed(name, Instant.class);
  }

  /** The bytes of a name, or empty if there are none of that type. */
  public Optional<byte[]> bytes(String name) {
    return typed(name, byte[].class).map(byte[]::clone);
  }

  private <V> Optional<V> typed(String name, Class<V> type) {
    return Optional.ofNullable(values.get(name)).filter(type::isInstance).map(type::cast);
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** All names and values, in the order of the names. */
  public SortedMap<String, Object> asMap() {
    TreeMap<String, Object> copy = new TreeMap<>();
    values.forEach((name, value) -> copy.put(name, converted(name, value)));
    return copy;
  }

  SortedMap<String, Object> values() {
    return values;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Metadata that
        && values.keySet().equals(that.values.keySet())
        && values.entrySet().stream()
            .allMatch(each -> equal(each.getValue(), that.values.get(each.getKey())));
  }

  private static boolean equal(Object one, @Nullable Object other) {
    return one instanceof byte[] bytes
        ? other instanceof byte[] others && Arrays.equals(bytes, others)
        : one.equals(other);
  }

  @Override
  public int hashCode() {
    return values.keySet().hashCode();
  }

  /** Names and values; bytes in base 64. */
  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(each -> each.getKey() + "=" + text(each.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes
        ? Base64.getEncoder().encodeToString(bytes)
        : value.toString();
  }
}
