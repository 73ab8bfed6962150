package dev.proxystore.connector.combined;

import dev.proxystore.connector.StoreAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
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
    return set(part, StoreAddress.parse(address).toString());
  }

  /** The same with a setting of a part, such as {@code max-size}. */
  public CombinedAddress set(String part, String setting, String value) {
    return set(part + "." + setting, value);
  }

  /** The same with a setting of the whole, such as {@code budget}. */
  public CombinedAddress set(String setting, String value) {
    Map<String, String> more = new LinkedHashMap<>(parameters);
    more.put(setting, value);
    return new CombinedAddress(scheme, name, more);
  }

  /** The address; what it is made of is checked when it is opened. */
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
