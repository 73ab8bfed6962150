package dev.proxystore.redis;

import dev.proxystore.connector.AddressException;
import dev.proxystore.connector.StoreAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.HostAndPort;

/**
 * What the address of a store says about its servers.
 *
 * @param kind how the servers stand together
 * @param tls whether connections are encrypted
 * @param nodes the servers that are asked first: all, some of a cluster, or the sentinels
 * @param master what the sentinels call the server that they guard; empty for the other kinds
 * @param database the number of the database
 * @param store the store's name
 */
record RedisAddress(
    Kind kind, boolean tls, List<HostAndPort> nodes, String master, int database, String store) {

  /** How the servers of a store stand together, and what the addresses of such look like. */
  enum Kind {
    SINGLE("redis", 6379, "host:port[/database]/name"),
    CLUSTER("redis-cluster", 6379, "host:port,host:port/name"),
    SENTINEL("redis-sentinel", 26379, "host:port,host:port/master[/database]/name");

    private final String scheme;
    private final int defaultPort;
    private final String form;

    Kind(String scheme, int defaultPort, String form) {
      this.scheme = scheme;
      this.defaultPort = defaultPort;
      this.form = form;
    }

    String secureScheme() {
      return scheme.replaceFirst("redis", "rediss");
    }
  }

  private static final Map<String, Kind> KINDS =
      Map.of(
          Kind.SINGLE.scheme,
          Kind.SINGLE,
          Kind.SINGLE.secureScheme(),
          Kind.SINGLE,
          Kind.CLUSTER.scheme,
          Kind.CLUSTER,
          Kind.CLUSTER.secureScheme(),
          Kind.CLUSTER,
          Kind.SENTINEL.scheme,
          Kind.SENTINEL,
          Kind.SENTINEL.secureScheme(),
          Kind.SENTINEL);

  /** A host name, an IPv4 address or an IPv6 address in brackets, and perhaps a port. */
  private static final Pattern NODE =
      Pattern.compile("(?:\\[([0-9a-f:.]+)]|([^\\[\\]:]+))(?::(\\d{1,5}))?");

  private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");
  private static final int LARGEST_PORT = 65535;

  /** The schemes of all kinds. */
  static Set<String> schemes() {
    return KINDS.keySet();
  }

  /**
   * Reads the address of a store.
   *
   * @throws AddressException if it has another form than its scheme asks for; says which
   */
  static RedisAddress parse(StoreAddress address) {
    Kind kind =
        Optional.ofNullable(KINDS.get(address.scheme()))
            .orElseThrow(
                () ->
                    new AddressException(
                        "'%s' is no address of Redis: expected one of the schemes %s."
                            .formatted(address, schemes())));
    if (!address.parameters().isEmpty()) {
      throw new AddressException(
          "'%s' is no address of Redis with the parameters %s: such addresses take none. Expected %s://%s."
              .formatted(
                  address.base(),
                  new TreeSet<>(address.parameters().keySet()),
                  address.scheme(),
                  kind.form));
    }
    boolean tls = address.scheme().equals(kind.secureScheme());
    List<String> path = new ArrayList<>(path(address, kind));
    String store = path.remove(path.size() - 1);
    String master = kind == Kind.SENTINEL ? master(address, path) : "";
    int database = kind == Kind.CLUSTER || path.isEmpty() ? 0 : database(address, kind, path);
    if (!path.isEmpty()) {
      throw invalid(address, kind, "'" + path.get(0) + "' is one part too many");
    }
    return new RedisAddress(kind, tls, nodes(address, kind), master, database, store);
  }

  private static List<String> path(StoreAddress address, Kind kind) {
    String path = address.uri().getPath();
    if (path == null || !path.startsWith("/")) {
      throw invalid(address, kind, "it has no '//' before the host or no '/' behind it");
    }
    List<String> segments = List.of(path.substring(1).split("/", -1));
    if (segments.contains("")) {
      throw invalid(address, kind, "a part of its path is empty");
    }
    if (NUMBER.matcher(segments.get(segments.size() - 1)).matches()) {
      throw invalid(address, kind, "it ends in a number, where the store's name is expected");
    }
    return segments;
  }

  private static String master(StoreAddress address, List<String> path) {
    if (path.isEmpty()) {
      throw invalid(address, Kind.SENTINEL, "it does not say what the sentinels call the server");
    }
    return path.remove(0);
  }

  private static int database(StoreAddress address, Kind kind, List<String> path) {
    String database = path.remove(0);
    if (!NUMBER.matcher(database).matches()) {
      throw invalid(address, kind, "'" + database + "' is no number of a database");
    }
    return Integer.parseInt(database);
  }

  private static List<HostAndPort> nodes(StoreAddress address, Kind kind) {
    String authority = Optional.ofNullable(address.uri().getRawAuthority()).orElse("");
    List<HostAndPort> nodes = new ArrayList<>();
    for (String each : authority.split(",", -1)) {
      nodes.add(node(address, kind, each));
    }
    if (kind == Kind.SINGLE && nodes.size() > 1) {
      throw invalid(address, kind, "it has several hosts; clusters and sentinels have own schemes");
    }
    return List.copyOf(nodes);
  }

  private static HostAndPort node(StoreAddress address, Kind kind, String text) {
    Matcher node = NODE.matcher(text);
    if (!node.matches()) {
      throw new AddressException(
          "The address of the store '%s' has no host and port where Redis expects them. It is not shown, since it may hold a password. Expected %s://%s."
              .formatted(address.name(), address.scheme(), kind.form));
    }
    String host = node.group(1) != null ? node.group(1) : node.group(2);
    int port = node.group(3) != null ? Integer.parseInt(node.group(3)) : kind.defaultPort;
    if (port < 1 || port > LARGEST_PORT) {
      throw invalid(address, kind, port + " is no port");
    }
    return new HostAndPort(host, port);
  }

  private static AddressException invalid(StoreAddress address, Kind kind, String problem) {
    return new AddressException(
        "'%s' is no address of Redis: %s. Expected %s://%s."
            .formatted(address, problem, address.scheme(), kind.form));
  }
}
