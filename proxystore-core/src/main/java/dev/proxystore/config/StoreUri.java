package dev.proxystore.config;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Tells the options in a URI from the address of the store. */
final class StoreUri {
  private static final String PREFIX = "store.";

  private StoreUri() {}

  static StoreConfig parse(String uri) {
    StoreAddress whole = StoreAddress.parse(uri);
    Map<String, String> options = new TreeMap<>();
    Map<String, String> parameters = whole.parameters();
    parameters.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX)) {
            options.put(
                name.substring(PREFIX.length()), URLDecoder.decode(value, StandardCharsets.UTF_8));
          }
        });
    parameters.keySet().removeIf(name -> name.startsWith(PREFIX));
    String query =
        parameters.entrySet().stream()
            .map(
                each ->
                    each.getValue().isEmpty()
                        ? each.getKey()
                        : each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining("&"));
    String address = query.isEmpty() ? whole.base() : whole.base() + "?" + query;
    return StoreConfigs.configured(Store.builder(address), "store", options);
  }
}
