package dev.proxystore.hazelcast;

import static java.util.Objects.requireNonNull;

import com.hazelcast.client.Client;
import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.DeferrableConnector;
import dev.proxystore.connector.InspectableConnector;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.connector.ReleasableConnector;
import dev.proxystore.connector.RenewableConnector;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.connector.StoredObject;
import dev.proxystore.connector.StreamableConnector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds objects in the map of a Hazelcast cluster that has the store's name. The address chooses
 * the way in:
 *
 * <ul>
 *   <li>{@code hazelcast://host:5701,host:5702/frames?cluster=grid} is a client of its own. Proxies
 *       resolve wherever the members can be reached.
 *   <li>{@code hazelcast:embedded/frames} is the member in this process: one that runs already
 *       ({@code ?instance=name} or {@code ?cluster=name} chooses), or else one that is started, on
 *       loopback and alone. Connectors of one class loader share it, and the last one to close
 *       shuts it down, objects and all.
 *   <li>{@code hazelcast:embedded/frames?members=10.0.0.1:5701,10.0.0.2:5701} starts a member that
 *       listens at the first of these that is an address of this machine and free, and joins the
 *       others.
 * </ul>
 *
 * An embedded address does not say where the cluster is: its proxies resolve only in processes with
 * a member of that cluster. In any other process they would find an empty member, so give stores
 * whose proxies go there the address of a client.
 *
 * <p>An object is one entry, its id and its payload. A larger one is cut into chunks under hidden
 * keys, and the entry under its id lists them: it is written last and removed first, so the object
 * is there whole or not at all. Who {@linkplain #take takes} an object is decided by that one
 * entry, for large objects as well. Hidden chunks go with their object. Those of a writer that died
 * or lost the cluster before it was done stay until {@link #destroy()}, or until somebody evicts
 * what {@link #list} names: the object's id, a tilde, and more. An eviction that broke off is done
 * by evicting the object once more; until then it {@link #exists} and cannot be read.
 *
 * <p>Only clients log in, and only members of the Enterprise edition know users: those of the open
 * one refuse a client with credentials.
 *
 * <p>When a member dies, or a connection breaks off, Hazelcast sends requests again. A {@link
 * #take} that was done before its answer was lost is then answered as if the object was missing: of
 * at most the requests that are under way at that moment, objects of up to 1 MiB are lost to their
 * taker. Larger ones are read before they are removed, with the same answer.
 *
 * <p>Who has released an object of several consumers stands in a second map, {@code
 * frames/released}, which is there once a store has such an object. It lives a few seconds longer
 * than an object with a time to live, by the clocks of those who release: keep them together.
 *
 * <p>Whoever waits for an object that is set later has a listener in the cluster, which ends with
 * the wait.
 *
 * <p>Values that are neither bytes nor a list of chunks are foreign: reading them is an error. Of
 * instances that this connector starts, clients and members, none builds a foreign value by Java
 * serialization; an instance of the application does what its own configuration says, so refuse
 * foreign classes there with a {@code JavaSerializationFilterConfig}.
 *
 * <p>Hazelcast counts lifetimes in seconds: objects stay up to 2 s longer than they were given.
 * Safe for use by several threads.
 */
public final class HazelcastConnector
    implements InspectableConnector,
        ReleasableConnector,
        RenewableConnector,
        DeferrableConnector,
        StreamableConnector {
  private final StoreAddress address;
  private final HazelcastOptions options;
  private final Runnable release;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final IMap<String, Object> map;
  private final Calls calls;
  private final ChunkedObjects objects;
  private final Placement placement;
  private final ReleasedBy releasedBy;
  private final Removals removals;
  private final HazelcastInspection inspection;

  private HazelcastConnector(
      StoreAddress address,
      HazelcastOptions options,
      HazelcastInstance instance,
      Runnable release) {
    this.address = address;
    this.options = options;
    this.release = release;
    this.calls = new Calls(address, options);
    this.placement = options.placedLocally() ? Placement.local(instance) : Placement.anywhere();
    this.map = calls.one("cannot be opened", () -> StoreMap.open(instance, address, options));
    this.objects = new ChunkedObjects(map, calls, placement, options);
    this.inspection = new HazelcastInspection(instance, map, calls);
    this.releasedBy =
        new ReleasedBy(instance, () -> StoreMap.openReleases(instance, address, options));
    this.removals = new Removals(map, calls, objects, releasedBy);
  }

  /**
   * A connector to a map of an instance that the application started, member or client, and that
   * stays open when the connector is closed. Its address is that of the members that a client knows
   * at this time, or {@code hazelcast:embedded/name?cluster=…} for a member.
   */
  public static HazelcastConnector of(HazelcastInstance instance, String name) {
    requireNonNull(instance, "instance");
    String cluster = instance.getConfig().getClusterName();
    StoreAddress address =
        instance.getLocalEndpoint() instanceof Client
            ? HazelcastAddress.client(members(instance), cluster, name)
            : HazelcastAddress.embedded(cluster, name);
    return new HazelcastConnector(address, HazelcastOptions.defaults(), instance, () -> {});
  }

  private static List<String> members(HazelcastInstance client) {
    return client.getCluster().getMembers().stream()
        .map(Member::getAddress)
        .map(member -> member.getHost() + ":" + member.getPort())
        .sorted()
        .toList();
  }

  static HazelcastConnector open(HazelcastAddress address, HazelcastOptions options) {
    if (options.placedLocally() && !address.embedded()) {
      throw new IllegalArgumentException(
          "The option placement of %s is 'local', expected 'any': a client holds no objects itself."
              .formatted(address.store()));
    }
    HazelcastInstance instance =
        address.embedded()
            ? EmbeddedMembers.join(address, options)
            : HazelcastClients.open(address, options);
    Runnable release =
        address.embedded() ? () -> EmbeddedMembers.leave(instance) : instance::shutdown;
    try {
      return new HazelcastConnector(address.store(), options, instance, release);
    } catch (RuntimeException e) {
      release.run();
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

  /** The same id; where objects are placed locally, with a suffix that puts them on this member. */
  @Override
  public String newId(String unique) {
    return placement.place(unique);
  }

  /** Asks for what it replaces: nothing as a rule, so that it costs no more than a set. */
  @Override
  public void put(Key key, byte[] bytes, Duration timeToLive) {
    String problem = "cannot store the object " + key.id();
    long seconds = seconds(timeToLive);
    store(key, objects.prepare(problem, key, bytes, seconds), timeToLive);
  }

  private void store(Key key, Object value, Duration timeToLive) {
    String problem = "cannot store the object " + key.id();
    calls.run(problem, () -> releasedBy.begin(key, timeToLive));
    Object replaced =
        calls.one(problem, () -> map.put(key.id(), value, seconds(timeToLive), TimeUnit.SECONDS));
    objects.written(problem, key, value, replaced);
  }

  @Override
  public Upload upload(Key key, Duration timeToLive) {
    return new HazelcastUpload(
        objects,
        key,
        seconds(timeToLive),
        new HazelcastUpload.Target() {
          @Override
          public void put(byte[] bytes) {
            HazelcastConnector.this.put(key, bytes, timeToLive);
          }

          @Override
          public void put(Manifest manifest) {
            store(key, manifest.text(), timeToLive);
          }
        });
  }

  @Override
  public Optional<Download> download(Key key) {
    return objects.download(key, objects.lookUp(key));
  }

  /** A request that was sent again finds what it has stored itself. */
  @Override
  public boolean set(Key key, byte[] bytes, Duration timeToLive) {
    String problem = "cannot set the object " + key.id();
    long seconds = seconds(timeToLive);
    Object value = objects.prepare(problem, key, bytes, seconds);
    Object present =
        calls.one(problem, () -> map.putIfAbsent(key.id(), value, seconds, TimeUnit.SECONDS));
    boolean isMine = present == null || Objects.deepEquals(present, value);
    if (isMine) {
      objects.written(problem, key, value, null);
    } else {
      objects.writtenInVain(problem, key, value);
    }
    return isMine;
  }

  @Override
  public Optional<Watch> watch(Key key, Runnable changed) {
    return calls.one(
        "cannot wait for the object " + key.id(),
        () -> Optional.of(EntryWatch.of(map, key.id(), changed)));
  }

  @Override
  public void putBatch(Map<Key, byte[]> batch, Duration timeToLive) {
    String problem = "cannot store a batch of " + batch.size() + " objects";
    long seconds = seconds(timeToLive);
    List<Key> keys = List.copyOf(batch.keySet());
    List<Object> values =
        keys.stream()
            .map(key -> objects.prepare(problem, key, requireNonNull(batch.get(key)), seconds))
            .toList();
    List<@Nullable Object> replaced =
        calls.each(
            problem,
            keys.size(),
            i -> {
              releasedBy.begin(keys.get(i), timeToLive);
              return map.put(keys.get(i).id(), values.get(i), seconds, TimeUnit.SECONDS);
            });
    for (int i = 0; i < values.size(); i++) {
      objects.written(problem, keys.get(i), values.get(i), replaced.get(i));
    }
  }

  /** Hazelcast drops the fraction of the second in which it starts to count, so one is added. */
  private static long seconds(Duration timeToLive) {
    return timeToLive.isZero() ? 0 : timeToLive.plusNanos(999_999_999).toSeconds() + 1;
  }

  @Override
  public Optional<byte[]> get(Key key) {
    return objects.whole(key, objects.lookUp(key));
  }

  @Override
  public List<Optional<byte[]>> getBatch(List<Key> keys) {
    Set<String> ids = keys.stream().map(Key::id).collect(Collectors.toSet());
    Map<String, Object> found = new HashMap<>();
    try {
      found.putAll(
          calls.one("cannot read a batch of " + ids.size() + " objects", () -> map.getAll(ids)));
    } catch (ConnectorException e) {
      if (!ChunkedObjects.isUnreadable(e)) {
        throw e;
      }
      keys.forEach(key -> found.put(key.id(), objects.lookUp(key))); // the error names the key
    }
    return keys.stream().map(key -> objects.whole(key, found.get(key.id()))).toList();
  }

  @Override
  public Optional<byte[]> take(Key key) {
    return removals.take(key);
  }

  @Override
  public boolean exists(Key key) {
    return calls.one("cannot look for the object " + key.id(), () -> map.containsKey(key.id()));
  }

  /** Asks for several at the same time: Hazelcast has no such request for many keys. */
  @Override
  public Set<Key> existing(Collection<Key> keys) {
    List<Key> ordered = List.copyOf(keys);
    List<@Nullable Boolean> found =
        calls.each(
            "cannot look for a batch of " + ordered.size() + " objects",
            ordered.size(),
            i -> map.containsKey(ordered.get(i).id()));
    return Set.copyOf(Calls.those(ordered, found));
  }

  @Override
  public void evict(Key key) {
    removals.evict(key);
  }

  @Override
  public void evictBatch(Collection<Key> keys) {
    removals.evictBatch(List.copyOf(keys));
  }

  @Override
  public Set<Key> release(Collection<Key> keys, ObjectConsumer consumer) {
    return removals.release(List.copyOf(keys), consumer);
  }

  @Override
  public Set<Key> renew(Collection<Key> keys, Duration timeToLive) {
    String problem = "cannot renew a batch of " + keys.size() + " objects";
    List<Key> ordered = List.copyOf(keys);
    long seconds = seconds(timeToLive);
    ordered.stream()
        .filter(Removals::mayHaveChunks)
        .forEach(key -> objects.renewChunks(problem, key, seconds));
    List<@Nullable Boolean> there =
        calls.each(
            problem,
            ordered.size(),
            i -> {
              releasedBy.renew(ordered.get(i), timeToLive);
              return map.setTtl(ordered.get(i).id(), seconds, TimeUnit.SECONDS);
            });
    return Set.copyOf(Calls.those(ordered, there));
  }

  /** Asks every member for its keys, not for their values. */
  @Override
  public void list(String prefix, Consumer<String> ids) {
    calls.one("cannot be listed", () -> map.keySet(ObjectNames.beginningWith(prefix))).stream()
        .filter(key -> key.startsWith(prefix) && !ObjectNames.isChunk(key))
        .forEach(ids);
  }

  /**
   * Asks for each entry with its value: objects that are not in chunks are fetched. The notes of
   * writers are not shown.
   */
  @Override
  public void inspect(String prefix, Consumer<StoredObject> found) {
    List<String> ids = new ArrayList<>();
    list(
        prefix,
        id -> {
          if (!ObjectNames.isNote(id)) {
            ids.add(id);
          }
        });
    inspection.inspect(ids, found);
  }

  @Override
  public Map<String, String> describe() {
    return calls.one("does not say what it is", inspection::describe);
  }

  /**
   * Removes the store's whole map from the cluster: every object, whoever put it, and every chunk.
   * The connector can be used on, and starts with an empty map.
   */
  public void destroy() {
    calls.run("cannot be destroyed", map::destroy);
    calls.run("cannot be destroyed", releasedBy::destroy);
  }

  /** Leaves the cluster, unless the application brought its own instance. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      calls.close();
      release.run();
    }
  }
}
