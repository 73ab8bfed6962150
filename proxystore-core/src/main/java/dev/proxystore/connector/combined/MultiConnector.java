package dev.proxystore.connector.combined;

import dev.proxystore.connector.AddressException;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  private final StoreAddress address;
  private final ConnectorOptions options;

  /** By priority; among equals as the address has them. */
  private final List<Member> members;

  private final Placement placement;

  MultiConnector(StoreAddress address, ConnectorOptions options, String host) {
    this.address = address;
    this.options = options;
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
    placement = new Placement(address, host, members);
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
    return placement.place(key, tags);
  }

  @Override
  public void put(Key key, byte[] bytes, Duration timeToLive) {
    Member member = placement.forPut(key);
    member.connector().put(Placement.inner(member, key), bytes, timeToLive);
  }

  /** Of a batch that fails nothing stays. */
  @Override
  public void putBatch(Map<Key, byte[]> objects, Duration timeToLive) {
    Map<Member, Map<Key, byte[]>> byMember = new LinkedHashMap<>();
    objects.forEach(
        (key, bytes) -> {
          Member member = placement.forPut(key);
          byMember
              .computeIfAbsent(member, each -> new LinkedHashMap<>())
              .put(Placement.inner(member, key), bytes);
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
    for (Member member : placement.whereMayBe(key)) {
      Optional<byte[]> found = ask.apply(member, Placement.inner(member, key));
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
      Optional<Member> member = placement.memberOf(keys.get(i));
      answers.add(member.isPresent() ? Optional.empty() : get(keys.get(i)));
      int place = i;
      member.ifPresent(each -> named.computeIfAbsent(each, key -> new ArrayList<>()).add(place));
    }
    named.forEach(
        (member, places) -> {
          List<Optional<byte[]>> found =
              member
                  .connector()
                  .getBatch(
                      places.stream().map(i -> Placement.inner(member, keys.get(i))).toList());
          for (int i = 0; i < places.size(); i++) {
            answers.set(places.get(i), found.get(i));
          }
        });
    return answers;
  }

  @Override
  public boolean exists(Key key) {
    return placement.whereMayBe(key).stream()
        .anyMatch(member -> member.connector().exists(Placement.inner(member, key)));
  }

  @Override
  public Set<Key> existing(Collection<Key> keys) {
    return union(keys, (member, inner) -> member.connector().existing(inner));
  }

  /** What the connectors answer of those of the keys that each may have. */
  private Set<Key> union(Collection<Key> keys, BiFunction<Member, Collection<Key>, Set<Key>> ask) {
    Set<Key> all = new HashSet<>();
    placement
        .byMember(keys)
        .forEach(
            (member, byInner) ->
                ask.apply(member, byInner.keySet())
                    .forEach(inner -> Optional.ofNullable(byInner.get(inner)).ifPresent(all::add)));
    return all;
  }

  @Override
  public void evict(Key key) {
    evictBatch(List.of(key));
  }

  @Override
  public void evictBatch(Collection<Key> keys) {
    List<Runnable> work = new ArrayList<>();
    placement
        .byMember(keys)
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
      String suffix = member.isNested() ? Placement.suffix(member) : "";
      member.as(ListableConnector.class, address).list(prefix, id -> ids.accept(id + suffix));
    }
  }

  @Override
  public void inspect(String prefix, Consumer<StoredObject> objects) {
    for (Member member : members) {
      String suffix = member.isNested() ? Placement.suffix(member) : "";
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
    keys.forEach(key -> mayBe.put(key, placement.whereMayBe(key).size()));
    placement
        .byMember(keys)
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
    Member member = placement.forUnknownSize();
    Key key = member.as(DeferrableConnector.class, address).newKey(unique);
    return Placement.named(key, member);
  }

  @Override
  public boolean set(Key key, byte[] bytes, Duration timeToLive) {
    Member member = placement.memberOf(key).orElseGet(placement::forUnknownSize);
    return member
        .as(DeferrableConnector.class, address)
        .set(Placement.inner(member, key), bytes, timeToLive);
  }

  @Override
  public Optional<Watch> watch(Key key, Runnable changed) {
    Member member = placement.memberOf(key).orElseGet(placement::forUnknownSize);
    return member
        .as(DeferrableConnector.class, address)
        .watch(Placement.inner(member, key), changed);
  }

  @Override
  public Upload upload(Key key, Duration timeToLive) {
    Member member = placement.memberOf(key).orElseGet(placement::forUnknownSize);
    return member
        .as(StreamableConnector.class, address)
        .upload(Placement.inner(member, key), timeToLive);
  }

  @Override
  public Optional<Download> download(Key key) {
    for (Member member : placement.whereMayBe(key)) {
      Optional<Download> found =
          member.as(StreamableConnector.class, address).download(Placement.inner(member, key));
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
