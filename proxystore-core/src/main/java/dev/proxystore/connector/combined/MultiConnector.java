package dev.proxystore.connector.combined;

import dev.proxystore.connector.AddressException;
import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.DeferrableConnector;
import dev.proxystore.connector.InspectableConnector;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.ListableConnector;
import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.connector.ReleasableConnector;
import dev.proxystore.connector.RenewableConnector;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.connector.StoredObject;
import dev.proxystore.connector.StreamableConnector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Several connectors, of which a policy chooses one for each object. The id of an object ends in a
 * tilde and the name of the connector that has it, so that any process asks that one alone,
 * whatever its own policies are. For an id without a name, as somebody else chose it, all are
 * asked, first those that would take an object of its size.
 */
final class MultiConnector
    implements InspectableConnector,
        RenewableConnector,
        ReleasableConnector,
        DeferrableConnector,
        StreamableConnector {
  static final String SCHEME = "multi";

  private static final String MARK = "~";

  private final StoreAddress address;
  private final ConnectorOptions options;
  private final String host;

  /** By priority; among equals as the address has them. */
  private final List<Member> members;

  MultiConnector(StoreAddress address, ConnectorOptions options, String host) {
    this.address = address;
    this.options = options;
    this.host = host;
    List<Part> parts = Part.of(address, options, PlacementPolicy.SETTINGS, List.of());
    if (parts.isEmpty()) {
      throw new AddressException(
          "%s is made of no stores: expected multi:name?one=ADDRESS&other=ADDRESS, the addresses percent-encoded. CombinedAddress writes it."
              .formatted(address));
    }
    members =
        parts.stream()
            .map(part -> new Member(part, host, options))
            .sorted(Comparator.comparingInt((Member each) -> -each.policy().priority()))
            .toList();
    openAwake();
  }

  private void openAwake() {
    try {
      members.stream().filter(each -> !each.isDormant()).forEach(Member::connector);
    } catch (RuntimeException e) {
      Closing.after(e, members.stream().<Runnable>map(each -> each::close).toList());
      throw e;
    }
  }

  @Override
  public StoreAddress address() {
    return address;
  }

  @Override
  public Map<String, String> options() {
    return options.asMap();
  }

  @Override
  public Key place(Key key, Set<String> tags) {
    if (memberOf(key).isPresent()) {
      return key;
    }
    long size = key.isStream() ? PlacementPolicy.UNKNOWN_SIZE : key.length();
    for (Member each : members) {
      if (wouldTake(each, size, tags)) {
        Connector connector = each.connector();
        Key inner = connector.place(withId(key, connector.newId(key.id())), tags);
        Key placed = withId(inner, inner.id() + MARK + each.name());
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
  private Member forPut(Key key) {
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

  private static Key withId(Key key, String id) {
    return id.equals(key.id()) ? key : new Key(id, key.descriptor(), key.fanOut());
  }

  private Optional<Member> memberOf(Key key) {
    int mark = key.id().lastIndexOf(MARK);
    String name = key.id().substring(mark + 1);
    return mark < 1
        ? Optional.empty()
        : members.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** The key as the connector has it: a nested one reads the names of its own parts there. */
  private static Key inner(Member member, Key key) {
    String suffix = MARK + member.name();
    return member.isNested() && key.id().endsWith(suffix)
        ? withId(key, key.id().substring(0, key.id().length() - suffix.length()))
        : key;
  }

  /** Those that may have an object: the one that its id names, or all, the likely ones first. */
  private List<Member> whereMayBe(Key key) {
    Optional<Member> named = memberOf(key);
    if (named.isPresent()) {
      return List.of(named.get());
    }
    Comparator<Member> unlikelyLast =
        Comparator.comparing(
            each -> each.isDormant() || each.policy().refusal(key.length(), Set.of()).isPresent());
    return members.stream().sorted(unlikelyLast).toList();
  }

  @Override
  public void put(Key key, byte[] bytes, Duration timeToLive) {
    Member member = forPut(key);
    member.connector().put(inner(member, key), bytes, timeToLive);
  }

  /** Of a batch that fails nothing stays. */
  @Override
  public void putBatch(Map<Key, byte[]> objects, Duration timeToLive) {
    Map<Member, Map<Key, byte[]>> byMember = new LinkedHashMap<>();
    objects.forEach(
        (key, bytes) -> {
          Member member = forPut(key);
          byMember
              .computeIfAbsent(member, each -> new LinkedHashMap<>())
              .put(inner(member, key), bytes);
        });
    Map<Member, Map<Key, byte[]>> begun = new LinkedHashMap<>();
    try {
      byMember.forEach(
          (member, part) -> {
            begun.put(member, part);
            member.connector().putBatch(part, timeToLive);
          });
    } catch (RuntimeException e) {
      List<Runnable> undo = new ArrayList<>();
      begun.forEach((member, part) -> undo.add(() -> member.connector().evictBatch(part.keySet())));
      Closing.after(e, undo);
      throw e;
    }
  }

  @Override
  public Optional<byte[]> get(Key key) {
    return first(key, (member, inner) -> member.connector().get(inner));
  }

  @Override
  public Optional<byte[]> take(Key key) {
    return first(
        key,
        (member, inner) -> {
          Optional<byte[]> taken = member.connector().take(inner);
          member.room().give(List.of(inner));
          return taken;
        });
  }

  private Optional<byte[]> first(Key key, BiFunction<Member, Key, Optional<byte[]>> ask) {
    for (Member member : whereMayBe(key)) {
      Optional<byte[]> found = ask.apply(member, inner(member, key));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  @Override
  public List<Optional<byte[]>> getBatch(List<Key> keys) {
    List<Optional<byte[]>> answers = new ArrayList<>(keys.size());
    Map<Member, List<Integer>> named = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      Optional<Member> member = memberOf(keys.get(i));
      answers.add(member.isPresent() ? Optional.empty() : get(keys.get(i)));
      int place = i;
      member.ifPresent(each -> named.computeIfAbsent(each, key -> new ArrayList<>()).add(place));
    }
    named.forEach(
        (member, places) -> {
          List<Optional<byte[]>> found =
              member
                  .connector()
                  .getBatch(places.stream().map(i -> inner(member, keys.get(i))).toList());
          for (int i = 0; i < places.size(); i++) {
            answers.set(places.get(i), found.get(i));
          }
        });
    return answers;
  }

  @Override
  public boolean exists(Key key) {
    return whereMayBe(key).stream()
        .anyMatch(member -> member.connector().exists(inner(member, key)));
  }

  @Override
  public Set<Key> existing(Collection<Key> keys) {
    return union(keys, (member, inner) -> member.connector().existing(inner));
  }

  /** What the connectors answer of those of the keys that each may have. */
  private Set<Key> union(Collection<Key> keys, BiFunction<Member, Collection<Key>, Set<Key>> ask) {
    Set<Key> all = new HashSet<>();
    byMember(keys)
        .forEach(
            (member, byInner) ->
                ask.apply(member, byInner.keySet())
                    .forEach(inner -> Optional.ofNullable(byInner.get(inner)).ifPresent(all::add)));
    return all;
  }

  /** The keys that each connector may have: as it has them, and as they were given. */
  private Map<Member, Map<Key, Key>> byMember(Collection<Key> keys) {
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

  @Override
  public void evict(Key key) {
    evictBatch(List.of(key));
  }

  @Override
  public void evictBatch(Collection<Key> keys) {
    List<Runnable> work = new ArrayList<>();
    byMember(keys)
        .forEach(
            (member, byInner) ->
                work.add(
                    () -> {
                      member.connector().evictBatch(byInner.keySet());
                      member.room().give(byInner.keySet());
                    }));
    Closing.all(work);
  }

  @Override
  public void list(String prefix, Consumer<String> ids) {
    for (Member member : members) {
      String suffix = member.isNested() ? MARK + member.name() : "";
      member.as(ListableConnector.class, address).list(prefix, id -> ids.accept(id + suffix));
    }
  }

  @Override
  public void inspect(String prefix, Consumer<StoredObject> objects) {
    for (Member member : members) {
      String suffix = member.isNested() ? MARK + member.name() : "";
      member
          .as(InspectableConnector.class, address)
          .inspect(
              prefix,
              each ->
                  objects.accept(
                      new StoredObject(
                          each.id() + suffix, each.bytes(), each.age(), each.timeToLive())));
    }
  }

  @Override
  public Map<String, String> describe() {
    Map<String, String> all = new LinkedHashMap<>();
    for (Member member : members) {
      member
          .as(InspectableConnector.class, address)
          .describe()
          .forEach((name, value) -> all.put(member.name() + " " + name, value));
    }
    return all;
  }

  @Override
  public Set<Key> renew(Collection<Key> keys, Duration timeToLive) {
    return union(
        keys,
        (member, inner) -> member.as(RenewableConnector.class, address).renew(inner, timeToLive));
  }

  /** An object is gone when no connector that may have it does. */
  @Override
  public Set<Key> release(Collection<Key> keys, ObjectConsumer consumer) {
    Map<Key, Integer> mayBe = new HashMap<>();
    keys.forEach(key -> mayBe.put(key, whereMayBe(key).size()));
    byMember(keys)
        .forEach(
            (member, byInner) ->
                member
                    .as(ReleasableConnector.class, address)
                    .release(byInner.keySet(), consumer)
                    .forEach(
                        inner ->
                            mayBe.computeIfPresent(byInner.get(inner), (key, left) -> left - 1)));
    Set<Key> gone = new HashSet<>();
    mayBe.forEach(
        (key, left) -> {
          if (left == 0) {
            gone.add(key);
          }
        });
    return gone;
  }

  @Override
  public Key newKey(String unique) {
    Member member = forUnknownSize();
    Key key = member.as(DeferrableConnector.class, address).newKey(unique);
    return withId(key, key.id() + MARK + member.name());
  }

  private Member forUnknownSize() {
    return members.stream()
        .filter(each -> wouldTake(each, PlacementPolicy.UNKNOWN_SIZE, Set.of()))
        .findFirst()
        .orElseThrow(() -> noneFor(PlacementPolicy.UNKNOWN_SIZE, Set.of()));
  }

  private Member deferring(Key key) {
    return memberOf(key).orElseGet(this::forUnknownSize);
  }

  @Override
  public boolean set(Key key, byte[] bytes, Duration timeToLive) {
    Member member = deferring(key);
    return member.as(DeferrableConnector.class, address).set(inner(member, key), bytes, timeToLive);
  }

  @Override
  public Optional<Watch> watch(Key key, Runnable changed) {
    Member member = deferring(key);
    return member.as(DeferrableConnector.class, address).watch(inner(member, key), changed);
  }

  @Override
  public Upload upload(Key key, Duration timeToLive) {
    Member member = memberOf(key).orElseGet(this::forUnknownSize);
    return member.as(StreamableConnector.class, address).upload(inner(member, key), timeToLive);
  }

  @Override
  public Optional<Download> download(Key key) {
    for (Member member : whereMayBe(key)) {
      Optional<Download> found =
          member.as(StreamableConnector.class, address).download(inner(member, key));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    Closing.all(members.stream().<Runnable>map(each -> each::close).toList());
  }
}
