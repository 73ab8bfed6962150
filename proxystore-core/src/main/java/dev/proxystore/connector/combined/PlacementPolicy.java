package dev.proxystore.connector.combined;

import dev.proxystore.connector.AddressException;
import dev.proxystore.connector.ConnectorOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * Which objects one connector of a {@link MultiConnector} takes. Immutable.
 *
 * @param priority of those that take an object the one with the highest is chosen
 * @param hosts a regular expression of the names of the hosts on which it is given objects; absent
 *     for all
 * @param minSize the fewest bytes of an object
 * @param maxSize the most bytes of an object
 * @param acceptsTags an object has no other tags than these; absent if it may have any
 * @param requiresTags an object has all of these tags
 * @param budget the most bytes that this process has there
 */
record PlacementPolicy(
    int priority,
    Optional<Pattern> hosts,
    long minSize,
    long maxSize,
    Optional<Set<String>> acceptsTags,
    Set<String> requiresTags,
    long budget) {
  static final String PRIORITY = "priority";
  static final String HOSTS = "hosts";
  static final String MIN_SIZE = "min-size";
  static final String MAX_SIZE = "max-size";
  static final String ACCEPTS_TAGS = "accepts-tags";
  static final String REQUIRES_TAGS = "requires-tags";
  static final String BUDGET = "budget";
  static final List<String> SETTINGS =
      List.of(PRIORITY, HOSTS, MIN_SIZE, MAX_SIZE, ACCEPTS_TAGS, REQUIRES_TAGS, BUDGET);

  /** Of an object whose size nobody knows yet: it may be larger than any bound. */
  static final long UNKNOWN_SIZE = -1;

  /**
   * Reads the settings of a part.
   *
   * @throws AddressException if one has no such value; names the part
   */
  static PlacementPolicy of(Part part) {
    try {
      return read(part);
    } catch (IllegalArgumentException e) {
      throw new AddressException(
          "The connector '%s' cannot be set so: %s".formatted(part.name(), e.getMessage()));
    }
  }

  private static PlacementPolicy read(Part part) {
    ConnectorOptions settings = ConnectorOptions.of(part.settings());
    long minSize = settings.size(MIN_SIZE, 0);
    long maxSize = settings.size(MAX_SIZE, Long.MAX_VALUE);
    if (minSize > maxSize) {
      throw new AddressException(
          "The connector '%s' takes objects of %d to %d bytes, so none: min-size is more than max-size."
              .formatted(part.name(), minSize, maxSize));
    }
    return new PlacementPolicy(
        settings.integer(PRIORITY, 0),
        Optional.ofNullable(part.settings().get(HOSTS)).map(text -> pattern(part, text)),
        minSize,
        maxSize,
        Optional.ofNullable(part.settings().get(ACCEPTS_TAGS)).map(PlacementPolicy::tags),
        tags(settings.text(REQUIRES_TAGS, "")),
        settings.size(BUDGET, Long.MAX_VALUE));
  }

  private static Pattern pattern(Part part, String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new AddressException(
          "The hosts of the connector '%s' are no regular expression: %s at index %d."
              .formatted(part.name(), e.getDescription(), e.getIndex()));
    }
  }

  private static Set<String> tags(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(tag -> !tag.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether it is given no objects by a process on this host. */
  boolean isDormant(String host) {
    return hosts.isPresent() && !hosts.get().matcher(host).matches();
  }

  boolean hasBudget() {
    return budget != Long.MAX_VALUE;
  }

  /** Why it does not take an object, whatever else is there; empty if it does. */
  Optional<String> refusal(long length, Set<String> tags) {
    if (length == UNKNOWN_SIZE && (hasBudget() || maxSize != Long.MAX_VALUE)) {
      return Optional.of(
          "has a %s, and takes only objects whose size is known"
              .formatted(hasBudget() ? BUDGET : MAX_SIZE));
    }
    if (length != UNKNOWN_SIZE && length < minSize) {
      return Optional.of("takes objects of %d bytes or more".formatted(minSize));
    }
    if (length > maxSize) {
      return Optional.of("takes objects of up to %d bytes".formatted(maxSize));
    }
    if (acceptsTags.isPresent() && !acceptsTags.get().containsAll(tags)) {
      return Optional.of("takes no other tags than " + new TreeSet<>(acceptsTags.get()));
    }
    return tags.containsAll(requiresTags)
        ? Optional.empty()
        : Optional.of("takes only objects with the tags " + new TreeSet<>(requiresTags));
  }
}
