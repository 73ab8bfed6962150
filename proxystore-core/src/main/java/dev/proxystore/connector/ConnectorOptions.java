package dev.proxystore.connector;

import static java.util.Objects.requireNonNull;

import dev.proxystore.internal.Nearest;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How this process talks to a store: names and values that do not travel, such as timeouts, and
 * where its secrets come from. Immutable.
 *
 * <p>Durations are written {@code 500ms}, {@code 10s}, {@code 5min}, {@code 2h} or as in ISO 8601;
 * sizes {@code 4096}, {@code 64kb}, {@code 1mb}, {@code 2gb}, in powers of 1024.
 */
public final class ConnectorOptions {
  private static final Pattern AMOUNT = Pattern.compile("(\\d+)\\s*([a-z]*)");
  private static final Map<String, Duration> TIMES =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "min", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));
  private static final Map<String, Integer> SIZE_SHIFTS =
      Map.of("", 0, "b", 0, "kb", 10, "kib", 10, "mb", 20, "mib", 20, "gb", 30, "gib", 30);

  private final TreeMap<String, String> values;
  private final CredentialsProvider credentials;

  private ConnectorOptions(Map<String, String> values, CredentialsProvider credentials) {
    this.values = new TreeMap<>(values);
    this.values.keySet().stream().filter(Secrets::isName).findAny().ifPresent(this::refuse);
    this.credentials = CheckedCredentials.of(requireNonNull(credentials, "credentials"));
  }

  private void refuse(String name) {
    throw new IllegalArgumentException(
        "The option '%s' would hold a secret. %s".formatted(name, Secrets.ADVICE));
  }

  /**
   * Options with secrets from the environment.
   *
   * @throws IllegalArgumentException if one has a name such as {@code password}
   */
  public static ConnectorOptions of(Map<String, String> values) {
    return new ConnectorOptions(values, CredentialsProvider.environment());
  }

  /** Every default. */
  public static ConnectorOptions defaults() {
    return of(Map.of());
  }

  /** The same options with another source of secrets. */
  public ConnectorOptions withCredentials(CredentialsProvider provider) {
    return new ConnectorOptions(values, provider);
  }

  /** Where secrets come from. It answers no {@code null}: that of the application is an error. */
  public CredentialsProvider credentials() {
    return credentials;
  }

  /** What was given; defaults are left out. */
  public Map<String, String> asMap() {
    return Map.copyOf(values);
  }

  /**
   * Checks that only known names were given.
   *
   * @throws IllegalArgumentException if there is another one; lists the known ones, and says which
   *     is the nearest
   */
  public ConnectorOptions requireOnly(StoreAddress address, Collection<String> known) {
    TreeSet<String> unknown = new TreeSet<>(values.keySet());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      String meant =
          Nearest.of(unknown.first(), known).map(" Did you mean '%s'?"::formatted).orElse("");
      throw new IllegalArgumentException(
          "%s has no option %s; it has %s.%s"
              .formatted(address, unknown, new TreeSet<>(known), meant));
    }
    return this;
  }

  public String text(String name, String fallback) {
    return values.getOrDefault(name, fallback);
  }

  public int integer(String name, int fallback) {
    String value = values.get(name);
    try {
      return value == null ? fallback : Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw invalid(name, value, "a whole number");
    }
  }

  public boolean flag(String name, boolean fallback) {
    String value = text(name, String.valueOf(fallback)).toLowerCase(Locale.ROOT);
    if (!value.equals("true") && !value.equals("false")) {
      throw invalid(name, value, "true or false");
    }
    return Boolean.parseBoolean(value);
  }

  public Duration duration(String name, Duration fallback) {
    String value = values.get(name);
    return value == null ? fallback : parseDuration(name, value);
  }

  /** A number of bytes. */
  public long size(String name, long fallback) {
    String value = values.get(name);
    return value == null ? fallback : parseSize(name, value);
  }

  /** Reads a duration as options are written; {@code name} is for the error. */
  public static Duration parseDuration(String name, String value) {
    Matcher amount = AMOUNT.matcher(value.toLowerCase(Locale.ROOT));
    Duration unit = amount.matches() ? TIMES.get(amount.group(2)) : null;
    try {
      Duration duration =
          unit != null ? unit.multipliedBy(Long.parseLong(amount.group(1))) : Duration.parse(value);
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
      // said below
    }
    throw invalid(name, value, "a duration such as 500ms, 10s, 5min or PT10S");
  }

  /** Reads a number of bytes as options are written; {@code name} is for the error. */
  public static long parseSize(String name, String value) {
    Matcher amount = AMOUNT.matcher(value.toLowerCase(Locale.ROOT));
    Integer shift = amount.matches() ? SIZE_SHIFTS.get(amount.group(2)) : null;
    try {
      if (shift != null) {
        return Math.multiplyExact(Long.parseLong(amount.group(1)), 1L << shift);
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw invalid(name, value, "fewer bytes");
    }
    throw invalid(name, value, "a size such as 4096, 64kb or 1mb");
  }

  private static IllegalArgumentException invalid(
      String name, @Nullable String value, String expected) {
    return new IllegalArgumentException(
        "The option %s is '%s', expected %s.".formatted(name, value, expected));
  }

  /** The names and values; secrets are not among them. */
  @Override
  public String toString() {
    return values.toString();
  }
}
