package dev.proxystore.redis;

import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.DeferrableConnector;
import dev.proxystore.connector.InspectableConnector;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.connector.ReleasableConnector;
import dev.proxystore.connector.RenewableConnector;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.connector.StoredObject;
import dev.proxystore.connector.StreamableConnector;
import dev.proxystore.connector.SummedBytes;
import dev.proxystore.connector.SummingConnector;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Holds objects in servers that speak the Redis protocol. Redis, Valkey and KeyDB are compatible,
 * from the version that knows {@code GETDEL} (Redis 6.2) on; tested with Redis 7.0.15.
 *
 * <p>Addresses; with {@code rediss} in place of {@code redis} the same over TLS:
 *
 * <pre>{@code
 * redis://host:6379/frames                      one server
 * redis://host:6379/2/frames                    its database 2
 * redis-cluster://a:6379,b:6379/frames          a cluster, by some of its nodes
 * redis-sentinel://a:26379,b:26379/main/frames  the server that sentinels call main
 * }</pre>
 *
 * <p>The object {@code x} of the store {@code frames} is the value of {@code frames:x}, as it is;
 * one that is larger than {@link RedisOptions#chunkSize()} is split. User and password are those of
 * the servers; sentinels are asked without. The user needs the commands {@code get set getdel
 * getrange strlen exists unlink persist pexpire ping} ({@code select} for a database, {@code
 * cluster|slots} in a cluster, {@code scan} to list; {@code eval evalsha sadd smembers pttl} for
 * objects with several consumers; {@code publish subscribe} on the channel {@code frames/set} for
 * objects that are set later) on the keys {@code frames:*} and {@code frames/*}.
 *
 * <p>Who has released an object of several consumers is noted in one step, which removes the object
 * with the last. Putting such an object over another takes two: what is released between them may
 * count for the new one.
 *
 * <p>An operation whose connection breaks off is tried once more, one that waits in vain for an
 * answer is not. When {@link #take} is tried again and the object is gone, nobody can tell who has
 * it: that is an error, not an empty answer. An object of more than 1 MiB is fetched before it is
 * removed, so that a broken connection does not lose it; what is put under its id in between is
 * taken in its place if the object was split, and removed unread if it was not.
 *
 * <p>Whoever waits for an object that is set later is told over the channel {@code frames/set}, on
 * a connection that stands outside of the pool while anybody waits. A {@link #set} that was tried
 * again after its connection broke off, and finds just what it was to store, takes that for its
 * own.
 *
 * <p>Where the address is that of one server, the checksum of a large object is made block by block
 * while it is sent and received; in a cluster, behind sentinels, and of an object that is split it
 * is made afterwards.
 *
 * <p>A store is open, or an error, after the connect timeout, the timeout and a second: 8 s by
 * default, however many nodes its address has. Safe for use by several threads.
 */
public final class RedisConnector
    implements InspectableConnector,
        ReleasableConnector,
        RenewableConnector,
        DeferrableConnector,
        StreamableConnector,
        SummingConnector {
  private final StoreAddress address;
  private final Map<String, String> given;
  private final RedisOptions options;
  private final RedisServers servers;
  private final RedisObjects objects;
  private final RedisObjectStreams streams;
  private final Watchers watchers;

  private RedisConnector(
      StoreAddress address, Map<String, String> given, RedisOptions options, RedisServers servers) {
    this.address = address;
    this.given = given;
    this.options = options;
    this.servers = servers;
    this.objects = new RedisObjects(address, options, servers);
    this.streams = objects.streams();
    this.watchers = new Watchers(address, options, servers);
  }

  static RedisConnector open(StoreAddress address, ConnectorOptions given) {
    RedisOptions options = RedisOptions.read(address, given);
    try {
      RedisServers servers = RedisClients.connect(address, options, given.credentials());
      return new RedisConnector(address, given.asMap(), options, servers);
    } catch (JedisException e) {
      throw RedisFailures.describe(address, options, "cannot be opened", e);
    }
  }

  @Override
  public StoreAddress address() {
    return address;
  }

  @Override
  public Map<String, String> options() {
    return given;
  }

  @Override
  public void put(Key key, byte[] bytes, Duration timeToLive) {
    attempt(() -> "cannot store the object " + key.id(), () -> objects.put(key, bytes, timeToLive));
  }

  @Override
  public int putSummed(Key key, byte[] bytes, Duration timeToLive) {
    return answer(
        () -> "cannot store the object " + key.id(),
        () -> objects.putSummed(key, bytes, timeToLive));
  }

  @Override
  public boolean set(Key key, byte[] bytes, Duration timeToLive) {
    return answer(
        () -> "cannot set the object " + key.id(), () -> objects.putNew(key, bytes, timeToLive));
  }

  /** Listens to the channel of the store while anybody watches. */
  @Override
  public Optional<Watch> watch(Key key, Runnable changed) {
    return answer(
        () -> "cannot wait for the object " + key.id(),
        () -> Optional.of(watchers.watch(key.id(), changed)));
  }

  @Override
  public void putBatch(Map<Key, byte[]> batch, Duration timeToLive) {
    attempt(() -> "cannot store " + these(batch.keySet()), () -> objects.putAll(batch, timeToLive));
  }

  @Override
  public Optional<byte[]> get(Key key) {
    return answer(() -> "cannot read the object " + key.id(), () -> objects.get(key));
  }

  @Override
  public Optional<SummedBytes> getSummed(Key key) {
    return answer(() -> "cannot read the object " + key.id(), () -> objects.getSummed(key));
  }

  @Override
  public List<Optional<byte[]>> getBatch(List<Key> keys) {
    return answer(() -> "cannot read " + these(keys), () -> objects.getAll(keys));
  }

  @Override
  public Upload upload(Key key, Duration timeToLive) {
    return streams.upload(
        key, timeToLive, work -> attempt(() -> "cannot store the object " + key.id(), work));
  }

  @Override
  public Optional<Download> download(Key key) {
    Supplier<String> problem = () -> "cannot read the object " + key.id();
    return answer(problem, () -> streams.download(key, read -> answer(problem, read)));
  }

  @Override
  public Optional<byte[]> take(Key key) {
    return answer(() -> "cannot take the object " + key.id(), () -> objects.take(key));
  }

  @Override
  public Optional<SummedBytes> takeSummed(Key key) {
    return answer(() -> "cannot take the object " + key.id(), () -> objects.takeSummed(key));
  }

  @Override
  public boolean exists(Key key) {
    return !existing(List.of(key)).isEmpty();
  }

  @Override
  public Set<Key> existing(Collection<Key> keys) {
    return answer(
        () -> "cannot look for " + these(keys), () -> objects.existing(List.copyOf(keys)));
  }

  @Override
  public void evict(Key key) {
    evictBatch(List.of(key));
  }

  @Override
  public void evictBatch(Collection<Key> keys) {
    attempt(() -> "cannot evict " + these(keys), () -> objects.remove(List.copyOf(keys)));
  }

  @Override
  public Set<Key> release(Collection<Key> keys, ObjectConsumer consumer) {
    return answer(
        () -> "cannot release " + these(keys), () -> objects.release(List.copyOf(keys), consumer));
  }

  @Override
  public Set<Key> renew(Collection<Key> keys, Duration timeToLive) {
    return answer(
        () -> "cannot renew " + these(keys), () -> objects.renew(List.copyOf(keys), timeToLive));
  }

  /** Scans the database, of each node in a cluster. */
  @Override
  public void list(String prefix, Consumer<String> ids) {
    attempt(() -> "cannot be listed", () -> objects.list(prefix, ids));
  }

  /** Scans the database, and asks for the size and the expiry of each object. */
  @Override
  public void inspect(String prefix, Consumer<StoredObject> found) {
    attempt(
        () -> "cannot be looked into",
        () -> new RedisInspection(servers, address.name()).inspect(prefix, found));
  }

  @Override
  public Map<String, String> describe() {
    return answer(
        () -> "does not say what it is",
        () -> new RedisInspection(servers, address.name()).describe());
  }

  private static String these(Collection<Key> keys) {
    return keys.size() == 1
        ? "the object " + keys.iterator().next().id()
        : "a batch of " + keys.size() + " objects";
  }

  private void attempt(Supplier<String> problem, Runnable work) {
    try {
      work.run();
    } catch (JedisException e) {
      throw RedisFailures.describe(address, options, problem.get(), e);
    }
  }

  private <T> T answer(Supplier<String> problem, Supplier<T> work) {
    try {
      return work.get();
    } catch (JedisException e) {
      throw RedisFailures.describe(address, options, problem.get(), e);
    }
  }

  @Override
  public void close() {
    watchers.close();
    servers.close();
  }
}
