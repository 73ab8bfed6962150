package dev.proxystore.store;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.ListableConnector;
import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.serialize.SerializationException;
import dev.proxystore.serialize.Serializer;
import dev.proxystore.serialize.Serializers;
import dev.proxystore.store.future.ProxyFuture;
import dev.proxystore.store.large.LargeObject;
import dev.proxystore.store.large.LargeObjects;
import dev.proxystore.store.metrics.Meter;
import dev.proxystore.store.metrics.StoreListener;
import dev.proxystore.store.metrics.StoreOperation;
import dev.proxystore.store.payload.Payloads;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Puts objects into a storage system, fetches them, and makes proxies of them. One store has one
 * address; any process that has the address can open it.
 *
 * <p>Objects are immutable once put. What is read through the cache is shared with others who read
 * the same: do not change it, or build the store without a cache. Safe for use by several threads.
 *
 * <pre>{@code
 * try (Store store = Store.open("redis://localhost:6379/frames")) {
 *   Proxy<byte[]> proxy = store.proxy(image);
 *   send(proxy.toUri());
 * }
 * }</pre>
 */
public final class Store implements AutoCloseable {
  private final StoreConfig config;
  private final Connector connector;
  private final ObjectCache cache;
  private final ObjectReader reader;
  private final ObjectWriter writer;
  private final ObjectReleaser releaser;
  private final ObjectRenewer renewer;
  private final LivingObjects living = new LivingObjects(this);
  private final BackgroundExecutor background;
  private final LargeObjects large;
  private final Meter meter = new Meter();
  private final FutureReader futures;
  private final AtomicBoolean closed = new AtomicBoolean();

  Store(
      StoreConfig config,
      Connector connector,
      Serializers serializers,
      Payloads payloads,
      @Nullable Executor executor) {
    this.config = config;
    this.connector = connector;
    this.cache = ObjectCache.of(config.cacheSize(), config.cacheBytes());
    this.background = new BackgroundExecutor(config.address().name(), executor);
    this.large = new LargeObjects(connector, background, meter, this::requireOpen);
    this.reader =
        new ObjectReader(
            connector, serializers, cache, config.timeToLive(), payloads, large, meter);
    this.writer =
        new ObjectWriter(
            connector, serializers, config.timeToLive(), config.checksums(), payloads, meter);
    this.releaser = new ObjectReleaser(connector, meter);
    this.renewer = new ObjectRenewer(connector, meter);
    this.futures = new FutureReader(connector, reader, new FutureThreads(config.address().name()));
  }

  /** Opens the store of an address with every default. */
  public static Store open(String address) {
    return builder(address).build();
  }

  /** Opens a store as another one was configured. */
  public static Store fromConfig(StoreConfig config) {
    return new StoreBuilder(config).build();
  }

  /** Sets up the store of an address, such as {@code redis://host:6379/frames}. */
  public static StoreBuilder builder(String address) {
    return new StoreBuilder(StoreAddress.parse(address), null);
  }

  /** Sets up a store as another one was configured. */
  public static StoreBuilder builder(StoreConfig config) {
    return new StoreBuilder(config);
  }

  /** Sets up a store on a connector that is already open; the store closes it. */
  public static StoreBuilder builder(Connector connector) {
    StoreBuilder builder = new StoreBuilder(connector.address(), connector);
    connector.options().forEach(builder::connectorOption);
    return builder;
  }

  public StoreAddress address() {
    return config.address();
  }

  /** The last segment of the address. */
  public String name() {
    return config.address().name();
  }

  /** What it takes to open this store in another place. */
  public StoreConfig config() {
    return config;
  }

  /** Stores an object and says how to find and read it. */
  public Key put(Object value) {
    return put(value, PutOptions.defaults());
  }

  /**
   * Stores an object and says how to find and read it.
   *
   * @throws SerializationException if no serializer of this store writes it
   * @throws dev.proxystore.connector.ConnectorException if the system cannot be reached
   */
  public Key put(Object value, PutOptions options) {
    requireNonNull(value, "value");
    requireNonNull(options, "options");
    requireOpen();
    releaser.check(options);
    Key key =
        options.lifetime().isEmpty()
            ? writer.write(value, options)
            : write(options, all -> List.of(writer.write(value, all))).get(0);
    if (options.id().isPresent()) {
      reader.forget(key);
    }
    return key;
  }

  /** Stores what a stream brings until its end, and says how to find it. */
  public Key put(InputStream in) throws IOException {
    return put(in, PutOptions.defaults());
  }

  /**
   * Stores what a stream brings until its end, and says how to find it: for objects larger than
   * memory, of which some pieces are held at a time. They are there when the stream has ended,
   * whole. They are read as a {@link LargeObject}, are not cached, and not compressed.
   *
   * @param in is not closed
   * @throws IllegalArgumentException if it is to be removed by who resolves it, who has not read it
   *     then; if it is to have a serializer; or if this store encrypts objects, which is not done
   *     to streams: {@link PutOptions#storedAsWritten} says that it need not be
   * @throws IOException what the stream throws; nothing is stored then
   */
  public Key put(InputStream in, PutOptions options) throws IOException {
    requireNonNull(in, "in");
    requireOpen();
    StreamedPuts.check(options, this);
    try {
      Key key = write(options, all -> List.of(writeStream(in, all))).get(0);
      reader.forget(key);
      return key;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Key writeStream(InputStream in, PutOptions options) {
    try {
      Key key = writer.keyOfStream(options);
      return large.write(key, in, writer.timeToLive(options), writer.checksums());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stores what a stream brings until its end, and gives a proxy of it; see {@link #put}. */
  public Proxy<LargeObject> proxy(InputStream in) throws IOException {
    return proxy(in, PutOptions.defaults());
  }

  /** Stores what a stream brings until its end, and gives a proxy of it; see {@link #put}. */
  public Proxy<LargeObject> proxy(InputStream in, PutOptions options) throws IOException {
    return proxyFromKey(put(in, options));
  }

  /**
   * The stored bytes of an object, to be read in pieces or ranges, whatever wrote them; empty if
   * the store has none.
   *
   * @throws IllegalArgumentException if they are not as they were written: compressed, encrypted,
   *     or of an object that was set later
   */
  public Optional<LargeObject> bytes(Key key) {
    requireOpen();
    StreamedPuts.requireAsWritten(key);
    return reader.largeObject(key);
  }

  /**
   * An object as this store would put it: for whoever must know its size before, and does not want
   * it serialised twice. It is put in place of the object.
   *
   * @throws SerializationException if no serializer of this store writes it
   */
  public SerializedObject serialize(Object value) {
    return serialize(value, PutOptions.defaults());
  }

  /** The same, as it would be put with these options: by their serializer, if they have one. */
  public SerializedObject serialize(Object value, PutOptions options) {
    return writer.serialize(requireNonNull(value, "value"), requireNonNull(options, "options"));
  }

  /**
   * A new id of this store, unique without asking anybody, for {@link PutOptions#withId}: whoever
   * repeats a put that failed under the same id leaves no second object behind.
   */
  public String newId() {
    return writer.newId();
  }

  /**
   * The id for an object that has a unique id of the caller's own: the same, with what the
   * connector adds to place the object, if it does.
   */
  public String placed(String unique) {
    return connector.newId(unique);
  }

  /** Stores several objects, with fewer round trips where the system can. */
  public List<Key> putBatch(Collection<?> values) {
    return putBatch(values, PutOptions.defaults());
  }

  /** Stores several objects under new ids, with fewer round trips where the system can. */
  public List<Key> putBatch(Collection<?> values, PutOptions options) {
    if (options.id().isPresent()) {
      throw new IllegalArgumentException(
          "A batch of objects cannot share the id '" + options.id().get() + "'.");
    }
    requireOpen();
    releaser.check(options);
    return write(options, all -> writer.writeBatch(values, all));
  }

  /**
   * Stores several objects, each under the id that it has in the map, and in its order. An object
   * of the same id is replaced.
   */
  public List<Key> putBatch(Map<String, ?> valuesById, PutOptions options) {
    if (options.id().isPresent()) {
      throw new IllegalArgumentException(
          "The map says the ids; leave out the id '" + options.id().get() + "'.");
    }
    requireOpen();
    releaser.check(options);
    List<Key> keys = write(options, all -> writer.writeBatch(valuesById, all));
    keys.forEach(reader::forget);
    return keys;
  }

  private List<Key> write(PutOptions options, Function<PutOptions, List<Key>> put) {
    return options.lifetime().isEmpty()
        ? put.apply(options)
        : living.write(options, options.lifetime().get(), put);
  }

  /**
   * The object of a key, or empty if the store has none.
   *
   * @throws SerializationException if what the store has is cut, corrupt, foreign, of a class that
   *     is not allowed, or of another type
   */
  public <T> Optional<T> get(Key key, Class<T> type) {
    requireOpen();
    return reader.read(key, null).map(value -> cast(key, value, type));
  }

  /** The object of a key that was put with a serializer of its own. */
  public <T> Optional<T> get(Key key, Class<T> type, Serializer serializer) {
    requireOpen();
    return reader.read(key, serializer).map(value -> cast(key, value, type));
  }

  /** Fetches the object of a key in the background; fails with what {@link #get} would throw. */
  public <T> CompletableFuture<Optional<T>> getAsync(Key key, Class<T> type) {
    return inBackground(() -> get(key, type));
  }

  /** Fetches in the background an object that was put with a serializer of its own. */
  public <T> CompletableFuture<Optional<T>> getAsync(
      Key key, Class<T> type, Serializer serializer) {
    return inBackground(() -> get(key, type, serializer));
  }

  /** The objects of several keys, in their order. Reads what is cached and does not cache more. */
  public <T> List<Optional<T>> getBatch(List<Key> keys, Class<T> type) {
    requireOpen();
    List<Optional<Object>> values = reader.readBatch(keys);
    return IntStream.range(0, keys.size())
        .mapToObj(i -> values.get(i).map(value -> cast(keys.get(i), value, type)))
        .toList();
  }

  private <T> T cast(Key key, Object value, Class<T> type) {
    if (type.isInstance(value)) {
      return type.cast(value);
    }
    throw new SerializationException(
        "The object %s in the store %s was expected to be a %s, found a %s."
            .formatted(key.id(), address(), type.getTypeName(), value.getClass().getTypeName()));
  }

  public boolean exists(Key key) {
    requireOpen();
    return meter.measure(StoreOperation.EXISTS, 1, found -> 0, () -> connector.exists(key));
  }

  /** Those of the keys whose objects are there, with fewer round trips where the system can. */
  public Set<Key> existing(Collection<Key> keys) {
    requireOpen();
    return meter.measure(
        StoreOperation.EXISTS, keys.size(), found -> 0, () -> connector.existing(keys));
  }

  /** Whether {@link #list} can be asked of this store. */
  public boolean isListable() {
    return connector instanceof ListableConnector;
  }

  /**
   * Names every object whose id begins with the prefix, in no order and perhaps twice. It may look
   * at all that the system holds.
   *
   * @throws UnsupportedOperationException if the system cannot say what it holds
   */
  public void list(String prefix, Consumer<String> ids) {
    requireOpen();
    if (!(connector instanceof ListableConnector listable)) {
      throw new UnsupportedOperationException(
          "The store %s cannot say which objects it holds: its connector is no ListableConnector."
              .formatted(address()));
    }
    listable.list(prefix, ids);
  }

  /** Whether {@link #renew} can be asked of this store. */
  public boolean isRenewable() {
    return renewer.isAble();
  }

  /**
   * Lets objects stay for a time to live from now on, in place of what they had.
   *
   * @return those of the keys whose objects are there
   * @throws UnsupportedOperationException if the system cannot
   */
  public Set<Key> renew(Collection<Key> keys, Duration timeToLive) {
    requireOpen();
    return renewer.renew(keys, timeToLive);
  }

  /** Removes the object, if it is there. */
  public void evict(Key key) {
    requireOpen();
    releaser.evict(List.of(key));
    reader.forget(key);
  }

  /** Removes several objects, with fewer round trips where the system can. */
  public void evictBatch(Collection<Key> keys) {
    requireOpen();
    releaser.evict(keys);
    keys.forEach(reader::forget);
  }

  /** Removes several objects in the background. */
  public CompletableFuture<Void> evictBatchAsync(Collection<Key> keys) {
    return CompletableFuture.runAsync(() -> evictBatch(keys), background);
  }

  /**
   * A consumer needs the object no more: it goes when all of its consumers have said so. Repeating
   * it, also when the object is gone, changes nothing. An object of a single consumer goes when all
   * its instances have.
   *
   * @return whether the object is gone
   */
  public boolean release(Key key, ObjectConsumer consumer) {
    return !releaseBatch(List.of(key), consumer).isEmpty();
  }

  /**
   * A consumer needs the objects no more, as {@link #release} says.
   *
   * @return those of the keys whose objects are gone
   * @throws UnsupportedOperationException if one has several consumers, or this one several
   *     instances, and the system cannot tell who has released it
   */
  public Set<Key> releaseBatch(Collection<Key> keys, ObjectConsumer consumer) {
    requireOpen();
    Set<Key> gone = releaser.release(keys, consumer);
    gone.forEach(reader::forget);
    return gone;
  }

  /** A consumer needs the objects no more; in the background. */
  public CompletableFuture<Set<Key>> releaseBatchAsync(
      Collection<Key> keys, ObjectConsumer consumer) {
    return CompletableFuture.supplyAsync(() -> releaseBatch(keys, consumer), background);
  }

  /**
   * Tells the listener from now on what this store does, be it asked by this caller or by others.
   */
  public void addListener(StoreListener listener) {
    meter.add(requireNonNull(listener, "listener"));
  }

  /** Tells it no more. */
  public void removeListener(StoreListener listener) {
    meter.remove(listener);
  }

  /** How many objects the cache has, about. */
  public long cachedObjects() {
    return cache.size();
  }

  /** Whether the object can be read without asking the system. */
  public boolean isCached(Key key) {
    requireOpen();
    return cache.get(key) != null;
  }

  /** Stores an object and gives a proxy of it. */
  public <T> Proxy<T> proxy(T value) {
    return proxy(value, PutOptions.defaults());
  }

  /** Stores an object and gives a proxy of it. */
  public <T> Proxy<T> proxy(T value, PutOptions options) {
    return proxyFromKey(put(value, options), options.onResolve());
  }

  /** Stores several objects and gives a proxy of each, in their order. */
  public <T> List<Proxy<T>> proxyBatch(Collection<? extends T> values) {
    return proxyBatch(values, PutOptions.defaults());
  }

  /** Stores several objects and gives a proxy of each, in their order. */
  public <T> List<Proxy<T>> proxyBatch(Collection<? extends T> values, PutOptions options) {
    return putBatch(values, options).stream()
        .map(key -> this.<T>proxyFromKey(key, options.onResolve()))
        .toList();
  }

  /** A proxy of an object that is stored already; asks nobody whether it is. */
  public <T> Proxy<T> proxyFromKey(Key key) {
    return proxyFromKey(key, OnResolve.KEEP);
  }

  /** A proxy of an object that is stored already; asks nobody whether it is. */
  public <T> Proxy<T> proxyFromKey(Key key, OnResolve onResolve) {
    return Proxy.of(new StoreFactory<>(address(), key, onResolve));
  }

  /** A future with every default; see {@link #future(FutureOptions)}. */
  public <T> ProxyFuture<T> future() {
    return future(FutureOptions.defaults());
  }

  /**
   * An object that somebody will make: its proxy may be shipped at once, and whoever resolves that
   * waits. Asks nobody; nothing is stored before it is completed.
   *
   * @throws UnsupportedOperationException if the connector has no futures
   */
  public <T> ProxyFuture<T> future(FutureOptions options) {
    requireOpen();
    Key key = writer.newDeferredKey(StoredFuture.deferrable(connector));
    return storedFuture(
        StoreFactory.ofFuture(address(), key, options.onResolve(), options.timeout()),
        options.timeToLive().orElse(config.timeToLive()));
  }

  /**
   * The future that a proxy was made of, to complete it here. The object lives as this store is
   * set.
   *
   * @throws IllegalArgumentException if it is a proxy of another store, or of an object that was
   *     put
   */
  @SuppressWarnings("unchecked") // the same object
  public <T> ProxyFuture<T> futureFromProxy(Proxy<T> proxy) {
    requireOpen();
    if (proxy.factory() instanceof StoreFactory<?> stored
        && stored.waits()
        && stored.store().equals(address())) {
      return storedFuture((StoreFactory<T>) stored, config.timeToLive());
    }
    throw new IllegalArgumentException(
        "%s is no proxy of a future of the store %s: expected one that ProxyFuture.proxy() gave."
            .formatted(proxy, address()));
  }

  private <T> ProxyFuture<T> storedFuture(StoreFactory<T> object, Duration timeToLive) {
    return new StoredFuture<>(
        object, StoredFuture.deferrable(connector), writer, timeToLive, this::requireOpen);
  }

  /** Reads an object that may not be there yet. */
  <T> CompletableFuture<T> readLater(StoreFactory<T> object) {
    requireOpen();
    return futures.read(object);
  }

  /** Reads an object, and does with it what its proxy says. */
  Optional<Object> read(StoreFactory<?> object) {
    requireOpen();
    StreamedPuts.requireKept(object);
    if (object.isFannedOut()) {
      return readAndRelease(object.key(), object.requireConsumer());
    }
    return object.onResolve() == OnResolve.EVICT
        ? reader.take(object.key())
        : reader.read(object.key(), null);
  }

  private Optional<Object> readAndRelease(Key key, ObjectConsumer consumer) {
    Optional<Object> value = reader.read(key, null);
    if (value.isPresent()) {
      release(key, consumer);
    }
    return value;
  }

  <T> CompletableFuture<T> inBackground(Supplier<T> work) {
    requireOpen();
    return CompletableFuture.supplyAsync(work, background);
  }

  /** Whether objects are encrypted before they are stored. */
  boolean encrypts() {
    return config.payload().encrypted();
  }

  /** Whether it was closed, and can be used no more. */
  public boolean isClosed() {
    return closed.get();
  }

  private void requireOpen() {
    if (isClosed()) {
      throw new StoreClosedException(address());
    }
  }

  /**
   * Closes the connector and takes the store out of the registry. Stored objects stay. May be
   * called twice.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      Stores.remove(this);
      background.close();
      futures.fail(new StoreClosedException(address()));
      futures.close();
      cache.clear();
      connector.close();
      meter.close();
    }
  }

  /** The address. */
  @Override
  public String toString() {
    return "Store[" + address() + "]";
  }
}
