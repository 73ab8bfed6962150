package dev.proxystore.connector.combined;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which of the connectors of a {@link MultiConnector} an object goes to, and which may have it. The
 * id of an object ends in a tilde and the name of its connector. Safe for use by several threads.
 */
final class Placement {
  private static final String MARK = "~";

  private final StoreAddress address;
  private final String host;
  private final List<Member> members;

  Placement(StoreAddress address, String host, List<Member> members) {
    this.address = address;
    this.host = host;
    this.members = members;
  }

  /** The key with the name of the connector that takes the object. */
  Key place(Key key, Set<String> tags) {
    if (memberOf(key).isPresent()) {
      return key;
    }
    long size = key.isStream() ? PlacementPolicy.UNKNOWN_SIZE : key.length();
    for (Member each : members) {
      if (wouldTake(each, size, tags)) {
        Connector connector = each.connector();
        Key inner = connector.place(withId(key, connector.newId(key.id())), tags);
        Key placed = named(inner, each);
        if (each.room().tryTake(inner(each, placed), connector)) {
          return placed;
        }
      }
    }
    throw noneFor(size, tags);
  }

  private static boolean wouldTake(Member member, long length, Set<String> tags) {
    return !member.isDormant() && member.policy().refusal(length, tags).isEmpty();
  }

  /** Of the key's own connector, or of one that takes it although its id does not say so. */
  Member forPut(Key key) {
    return memberOf(key)
        .or(
            () ->
                members.stream()
                    .filter(
                        each ->
                            wouldTake(each, key.length(), Set.of())
                                && each.room().tryTake(key, each.connector()))
                    .findFirst())
        .orElseThrow(() -> noneFor(key.length(), Set.of()));
  }

  Member forUnknownSize() {
    return members.stream()
        .filter(each -> wouldTake(each, PlacementPolicy.UNKNOWN_SIZE, Set.of()))
        .findFirst()
        .orElseThrow(() -> noneFor(PlacementPolicy.UNKNOWN_SIZE, Set.of()));
  }

  private NoMatchingConnectorException noneFor(long length, Set<String> tags) {
    List<String> reasons = new ArrayList<>();
    for (Member each : members) {
      String reason =
          each.isDormant()
              ? "is dormant on the host '%s', since its hosts are '%s'"
                  .formatted(host, each.policy().hosts().orElseThrow())
              : each.policy().refusal(length, tags).orElseGet(each.room()::text);
      reasons.add("'" + each.name() + "' " + reason);
    }
    return new NoMatchingConnectorException(
        "The store %s has no connector for an object of %s with the tags %s: %s. Nothing was put."
            .formatted(
                address.base(),
                length == PlacementPolicy.UNKNOWN_SIZE ? "unknown size" : length + " bytes",
                new TreeSet<>(tags),
                String.join("; ", reasons)));
  }

  static String suffix(Member member) {
    return MARK + member.name();
  }

  /** The key of an object that a connector takes. */
  static Key named(Key key, Member member) {
    return withId(key, key.id() + suffix(member));
  }

  private static Key withId(Key key, String id) {
    return id.equals(key.id()) ? key : new Key(id, key.descriptor(), key.fanOut());
  }

  /** The one that the id names. */
  Optional<Member> memberOf(Key key) {
    int mark = key.id().lastIndexOf(MARK);
    String name = key.id().substring(mark + 1);
    return mark < 1
        ? Optional.empty()
        : members.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** The key as the connector has it: a nested one reads the names of its own parts there. */
  static Key inner(Member member, Key key) {
    String suffix = suffix(member);
    return member.isNested() && key.id().endsWith(suffix)
        ? withId(key, key.id().substring(0, key.id().length() - suffix.length()))
        : key;
  }

  /** Those that may have an object: the one that its id names, or all, the likely ones first. */
  List<Member> whereMayBe(Key key) {
    Optional<Member> named = memberOf(key);
    if (named.isPresent()) {
      return List.of(named.get());
    }
    Comparator<Member> unlikelyLast =
        Comparator.comparing(
            each -> each.isDormant() || each.policy().refusal(key.length(), Set.of()).isPresent());
    return members.stream().sorted(unlikelyLast).toList();
  }

  /** The keys that each connector may have: as it has them, and as they were given. */
  Map<Member, Map<Key, Key>> byMember(Collection<Key> keys) {
    Map<Member, Map<Key, Key>> all = new LinkedHashMap<>();
    for (Key key : new LinkedHashSet<>(keys)) {
      whereMayBe(key)
          .forEach(
              member ->
                  all.computeIfAbsent(member, each -> new LinkedHashMap<>())
                      .put(inner(member, key), key));
    }
    return all;
  }
}
