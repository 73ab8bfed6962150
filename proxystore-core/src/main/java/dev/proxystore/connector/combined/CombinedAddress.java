package dev.proxystore.connector.combined;

import dev.proxystore.connector.AddressException;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.internal.Nearest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes the addresses of stores that are made of others, which travel in proxies as all do: so any
 * process can resolve these, and finds what it needs in the address. Immutable.
 *
 * <pre>{@code
 * StoreAddress address =
 *     CombinedAddress.multi("frames")
 *         .with("grid", "hazelcast:embedded/frames")
 *         .set("grid", "max-size", "1mb")
 *         .with("disk", "file:/data/frames")
 *         .address();
 * }</pre>
 */
public final class CombinedAddress {
  private static final String OPTIONS =
      "Options of connectors, such as timeouts, are no part of an address: give them to the store's builder.";

  private final String scheme;
  private final String name;
  private final Map<String, String> parameters;

  private CombinedAddress(String scheme, String name, Map<String, String> parameters) {
    this.scheme = scheme;
    this.name = name;
    this.parameters = parameters;
  }

  /** A store that puts each object where a policy says. */
  public static CombinedAddress multi(String name) {
    return new CombinedAddress(MultiConnector.SCHEME, name, Map.of());
  }

  /**
   * A store that keeps copies of what was put last in a fast store in front of a large one.
   *
   * @param fast the address of the one, such as {@code local:name}
   * @param large the address of the other, which has every object
   */
  public static CombinedAddress writeThrough(String name, String fast, String large) {
    return new CombinedAddress(TieredConnector.SCHEME, name, Map.of())
        .with(TieredConnector.FAST, fast)
        .with(TieredConnector.LARGE, large);
  }

  /**
   * A store that puts objects into a fast store as long as each process has less than a number of
   * bytes there, and further ones into a large one: {@link #multi} with a budget.
   *
   * @param fast the address of the one, such as {@code hazelcast:embedded/name}
   * @param budget how many bytes a process has in the fast one at most, such as {@code 256mb}
   * @param large the address of the other
   */
  public static CombinedAddress spill(String name, String fast, String budget, String large) {
    return multi(name)
        .with(TieredConnector.FAST, fast)
        .set(TieredConnector.FAST, PlacementPolicy.PRIORITY, "1")
        .set(TieredConnector.FAST, PlacementPolicy.BUDGET, budget)
        .with(TieredConnector.LARGE, large);
  }

  /**
   * The same with one more part.
   *
   * @param part a name of its own, in lower case
   */
  public CombinedAddress with(String part, String address) {
    return and(part, StoreAddress.parse(address).toString());
  }

  /**
   * The same with a setting of a part, such as {@code max-size}.
   *
   * @param part one that was added before
   * @throws AddressException if there is no such part, or a part has no such setting; names the
   *     nearest
   */
  public CombinedAddress set(String part, String setting, String value) {
    List<String> parts =
        parameters.keySet().stream()
            .filter(each -> !each.contains(".") && !ofWhole().contains(each))
            .toList();
    require(parts, part, "part", "Add it with 'with' before it is set.");
    require(ofPart(), setting, "setting of a part", OPTIONS);
    return and(part + "." + setting, value);
  }

  /**
   * The same with a setting of the whole, such as {@code budget}.
   *
   * @throws AddressException if it has no such setting; names the nearest
   */
  public CombinedAddress set(String setting, String value) {
    int dot = setting.indexOf('.');
    if (dot >= 0) {
      return set(setting.substring(0, dot), setting.substring(dot + 1), value);
    }
    require(ofWhole(), setting, "setting", OPTIONS);
    return and(setting, value);
  }

  /** What is set for each part. */
  private List<String> ofPart() {
    return scheme.equals(MultiConnector.SCHEME) ? PlacementPolicy.SETTINGS : List.of();
  }

  /** What is set for the whole. */
  private List<String> ofWhole() {
    return scheme.equals(MultiConnector.SCHEME) ? List.of() : List.of(TieredConnector.BUDGET);
  }

  private void require(List<String> known, String found, String kind, String advice) {
    if (!known.contains(found)) {
      throw new AddressException(
          "The store %s:%s has no %s '%s'. %s %s"
              .formatted(scheme, name, kind, found, Nearest.advice(found, known), advice));
    }
  }

  private CombinedAddress and(String setting, String value) {
    Map<String, String> more = new LinkedHashMap<>(parameters);
    more.put(setting, value);
    return new CombinedAddress(scheme, name, more);
  }

  /** The address; values and what it is made of are checked when it is opened. */
  public StoreAddress address() {
    return StoreAddress.parse(
        parameters.entrySet().stream()
            .map(each -> each.getKey() + "=" + encoded(each.getValue()))
            .collect(Collectors.joining("&", scheme + ":" + name + "?", "")));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return address().toString();
  }
}
