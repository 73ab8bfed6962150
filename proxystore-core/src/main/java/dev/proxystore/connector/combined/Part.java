package dev.proxystore.connector.combined;

import dev.proxystore.connector.AddressException;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.internal.Nearest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * One of the stores that another is made of, as the address and the options of that say: the
 * parameter {@code name} is its address, percent-encoded; {@code name.setting} is a setting, in the
 * address or in the options, of which the latter win.
 *
 * @param settings those of the combined store for this part
 * @param options those that its own connector is opened with
 */
record Part(
    String name, StoreAddress address, Map<String, String> settings, Map<String, String> options) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,29}");

  /**
   * Reads the parts of a combined address, in their order.
   *
   * @param settings the names of what can be set for a part
   * @param common the names of what is set for the whole, which are left out here
   */
  static List<Part> of(
      StoreAddress whole, ConnectorOptions options, List<String> settings, List<String> common) {
    Map<String, String> parameters = new LinkedHashMap<>();
    whole.parameters().forEach((name, value) -> parameters.put(name, decoded(whole, name, value)));
    List<Part> parts = new ArrayList<>();
    for (Map.Entry<String, String> each : parameters.entrySet()) {
      if (!each.getKey().contains(".") && !common.contains(each.getKey())) {
        parts.add(part(whole, each.getKey(), each.getValue(), parameters, options, settings));
      }
    }
    requireKnown(whole, parameters, options, parts, common);
    requireDifferent(whole, parts);
    return parts;
  }

  private static Part part(
      StoreAddress whole,
      String name,
      String address,
      Map<String, String> parameters,
      ConnectorOptions options,
      List<String> known) {
    if (!NAME.matcher(name).matches()) {
      throw new AddressException(
          "The store %s is made of one named '%s': expected up to 30 lower-case letters, digits and hyphens."
              .formatted(whole.base(), name));
    }
    Map<String, String> settings = new TreeMap<>(below(name, parameters));
    TreeSet<String> unknown = new TreeSet<>(settings.keySet());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new AddressException(
          "The store %s sets %s of '%s', which has %s.%s Options of its connector are not part of the address."
              .formatted(
                  whole.base(),
                  unknown,
                  name,
                  new TreeSet<>(known),
                  meant(unknown.first(), known)));
    }
    Map<String, String> own = new TreeMap<>();
    below(name, options.asMap())
        .forEach((key, value) -> (known.contains(key) ? settings : own).put(key, value));
    return new Part(name, StoreAddress.parse(address), settings, own);
  }

  private static String meant(String found, List<String> known) {
    return Nearest.of(found, known).map(" Did you mean '%s'?"::formatted).orElse("");
  }

  private static Map<String, String> below(String name, Map<String, String> all) {
    Map<String, String> below = new TreeMap<>();
    String prefix = name + ".";
    all.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            below.put(key.substring(prefix.length()), value);
          }
        });
    return below;
  }

  private static void requireKnown(
      StoreAddress whole,
      Map<String, String> parameters,
      ConnectorOptions options,
      List<Part> parts,
      List<String> common) {
    TreeSet<String> strangers = new TreeSet<>(parameters.keySet());
    strangers.addAll(options.asMap().keySet());
    strangers.removeAll(common);
    List<String> names = parts.stream().map(Part::name).toList();
    strangers.removeIf(
        key -> names.contains(key) || names.stream().anyMatch(name -> key.startsWith(name + ".")));
    if (!strangers.isEmpty()) {
      throw new AddressException(
          "The store %s has no %s: it is made of %s, and its settings are 'name.setting'."
              .formatted(whole.base(), strangers, names));
    }
  }

  /** What one part removes to make room would be gone from the other. */
  private static void requireDifferent(StoreAddress whole, List<Part> parts) {
    Map<StoreAddress, String> names = new HashMap<>();
    for (Part each : parts) {
      String other = names.put(each.address(), each.name());
      if (other != null) {
        throw new AddressException(
            "The store %s is made of '%s' and '%s', which are both %s: expected a store of its own for each, such as one of another name."
                .formatted(whole.base(), other, each.name(), each.address()));
      }
    }
  }

  private static String decoded(StoreAddress whole, String name, String value) {
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new AddressException(
          "The parameter '%s' of the store %s is not percent-encoded as it must be: %s"
              .formatted(name, whole.base(), e.getMessage()));
    }
  }

  /** What its connector is opened with, and secrets from where those of the whole come. */
  ConnectorOptions connectorOptions(ConnectorOptions whole) {
    return ConnectorOptions.of(options).withCredentials(whole.credentials());
  }
}
