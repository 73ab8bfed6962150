package dev.proxystore.examples.demo;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the REST API of a Flink cluster is, as {@code --cluster} names it. */
record ClusterAddress(String host, int port) {
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:]+\\]):([0-9]{1,5})");
  private static final int LARGEST_PORT = 65535;

  /**
   * Reads {@code HOST:PORT}.
   *
   * @throws DemoException if it is something else
   */
  static ClusterAddress parse(String text) {
    Matcher parts = HOST_AND_PORT.matcher(text);
    if (!parts.matches()) {
      throw wrong(text, "HOST:PORT of its REST API");
    }
    int port = Integer.parseInt(parts.group(2));
    if (port < 1 || port > LARGEST_PORT) {
      throw wrong(text, "a port from 1 to " + LARGEST_PORT);
    }
    return new ClusterAddress(parts.group(1), port);
  }

  private static DemoException wrong(String text, String expected) {
    return new DemoException(
        "The cluster '%s' is no address: expected %s, such as 127.0.0.1:8181."
            .formatted(text, expected));
  }

  URI rest() {
    return URI.create("http://" + host + ":" + port);
  }
}
