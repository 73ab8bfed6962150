package dev.proxystore.hazelcast;

import dev.proxystore.connector.AddressException;
import dev.proxystore.connector.StoreAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an address says: {@code hazelcast://host:5701,host:5702/frames?cluster=grid} or {@code
 * hazelcast:embedded/frames}.
 *
 * @param embedded whether the member in this process is meant, not a client
 * @param members where members listen, as {@code host:port}; what a client connects to, or those
 *     that an embedded member joins
 * @param cluster the cluster's name, if it is given
 * @param instance the name of a Hazelcast instance in this process, if it is given
 */
record HazelcastAddress(
    StoreAddress store,
    boolean embedded,
    List<String> members,
    Optional<String> cluster,
    Optional<String> instance) {

  static final String SCHEME = "hazelcast";
  static final String DEFAULT_CLUSTER = "dev";
  static final int DEFAULT_PORT = 5701;

  private static final String EMBEDDED = SCHEME + ":embedded/";
  private static final Pattern CLIENT = Pattern.compile(SCHEME + "://([^/]+)/[^/]+");
  private static final Pattern MEMBER =
      Pattern.compile("(\\[[0-9a-fA-F:.]+]|[\\p{Alnum}._-]+)(?::(\\d{1,5}))?");
  private static final int HIGHEST_PORT = 65535;
  private static final Set<String> CLIENT_PARAMETERS = Set.of("cluster");
  private static final Set<String> EMBEDDED_PARAMETERS = Set.of("cluster", "instance", "members");

  static HazelcastAddress parse(StoreAddress store) {
    if (store.base().equals(EMBEDDED + store.name())) {
      return parseEmbedded(store);
    }
    Matcher client = CLIENT.matcher(store.base());
    if (!client.matches()) {
      throw invalid(store, "it names no hosts");
    }
    requireOnly(store, CLIENT_PARAMETERS);
    return new HazelcastAddress(
        store,
        false,
        parseMembers(store, client.group(1)),
        parameter(store, "cluster"),
        Optional.empty());
  }

  private static HazelcastAddress parseEmbedded(StoreAddress store) {
    requireOnly(store, EMBEDDED_PARAMETERS);
    Optional<String> instance = parameter(store, "instance");
    Optional<String> members = parameter(store, "members");
    if (instance.isPresent() && members.isPresent()) {
      throw invalid(
          store,
          "'instance' chooses a member that runs, 'members' says what a new one joins: give one");
    }
    return new HazelcastAddress(
        store,
        true,
        members.map(text -> parseMembers(store, text)).orElse(List.of()),
        parameter(store, "cluster"),
        instance);
  }

  /** The address of the member in this process, for a store in a cluster of this name. */
  static StoreAddress embedded(String cluster, String name) {
    return StoreAddress.parse(EMBEDDED + name + "?cluster=" + encode(cluster));
  }

  /** The address that clients of these members use. */
  static StoreAddress client(List<String> members, String cluster, String name) {
    StoreAddress store =
        StoreAddress.parse(
            SCHEME
                + "://"
                + String.join(",", members)
                + "/"
                + name
                + "?cluster="
                + encode(cluster));
    return parse(store).store();
  }

  String clusterName() {
    return cluster.orElse(DEFAULT_CLUSTER);
  }

  private static Optional<String> parameter(StoreAddress store, String name) {
    Optional<String> value = Optional.ofNullable(store.parameters().get(name));
    if (value.filter(String::isEmpty).isPresent()) {
      throw invalid(store, "the parameter '" + name + "' has no value");
    }
    return value.map(text -> URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
  }

  private static List<String> parseMembers(StoreAddress store, String list) {
    return Arrays.stream(list.split(",", -1)).map(each -> parseMember(store, each)).toList();
  }

  private static String parseMember(StoreAddress store, String text) {
    Matcher member = MEMBER.matcher(text);
    if (!member.matches()) {
      throw invalid(store, "'" + text + "' is no host and port");
    }
    String given = member.group(2);
    int port = given == null ? DEFAULT_PORT : Integer.parseInt(given);
    if (port < 1 || port > HIGHEST_PORT) {
      throw invalid(store, "a port is 1 to " + HIGHEST_PORT + ", found " + port);
    }
    return member.group(1) + ":" + port;
  }

  private static void requireOnly(StoreAddress store, Set<String> known) {
    Map<String, String> parameters = store.parameters();
    if (!known.containsAll(parameters.keySet())) {
      TreeSet<String> unknown = new TreeSet<>(parameters.keySet());
      unknown.removeAll(known);
      throw invalid(
          store, "the parameters %s are not among %s".formatted(unknown, new TreeSet<>(known)));
    }
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static AddressException invalid(StoreAddress store, String problem) {
    return new AddressException(
        "'%s' is no address of a store in Hazelcast: %s. Expected hazelcast://host:5701,host:5702/name?cluster=dev for a client, or hazelcast:embedded/name for the member in this process."
            .formatted(store, problem));
  }
}
