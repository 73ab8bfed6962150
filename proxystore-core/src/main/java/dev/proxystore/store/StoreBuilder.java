package dev.proxystore.store;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.CredentialsProvider;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.serialize.KryoSerializer;
import dev.proxystore.serialize.Serializer;
import dev.proxystore.serialize.Serializers;
import dev.proxystore.store.payload.Compression;
import dev.proxystore.store.payload.KeyProvider;
import dev.proxystore.store.payload.PayloadOptions;
import dev.proxystore.store.payload.Payloads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Collects how a store is opened. Used by one thread; a builder may build several stores. */
public final class StoreBuilder {
  private final StoreAddress address;
  private final @Nullable Connector connector;
  private int cacheSize = StoreConfig.DEFAULT_CACHE_SIZE;
  private long cacheBytes = StoreConfig.DEFAULT_CACHE_BYTES;
  private Duration timeToLive = Duration.ZERO;
  private boolean checksums = true;
  private PayloadOptions payload = PayloadOptions.defaults();
  private final Set<String> allowed = new TreeSet<>();
  private final Map<String, String> connectorOptions = new TreeMap<>();
  private CredentialsProvider credentials = CredentialsProvider.environment();
  private KeyProvider keys = KeyProvider.environment();
  private @Nullable Serializer serializer;
  private final List<Serializer> moreSerializers = new ArrayList<>();
  private @Nullable Executor executor;

  StoreBuilder(StoreAddress address, @Nullable Connector connector) {
    this.address = address;
    this.connector = connector;
  }

  StoreBuilder(StoreConfig config) {
    this(config.address(), null);
    cacheSize = config.cacheSize();
    cacheBytes = config.cacheBytes();
    timeToLive = config.timeToLive();
    checksums = config.checksums();
    payload = config.payload();
    allowed.addAll(config.allowed());
    connectorOptions.putAll(config.connectorOptions());
  }

  /**
   * The most objects that the cache keeps; {@value StoreConfig#DEFAULT_CACHE_SIZE} by default. A
   * cached object is one instance that all who ask share: do not change it, or do without a cache.
   */
  public StoreBuilder cacheSize(int objects) {
    cacheSize = objects;
    return this;
  }

  /** The most bytes, as serializers wrote them, that the cache keeps; 64 MiB by default. */
  public StoreBuilder cacheBytes(long bytes) {
    cacheBytes = bytes;
    return this;
  }

  /** Every read fetches anew and gives an object of its own. */
  public StoreBuilder withoutCache() {
    return cacheSize(0);
  }

  /** How long objects stay if they are not evicted before; for ever by default. */
  public StoreBuilder timeToLive(Duration duration) {
    timeToLive = PutOptions.requirePositive(duration);
    return this;
  }

  /** Keys carry no checksum, so that a flipped bit goes unseen. Saves little: 17 µs a MiB. */
  public StoreBuilder withoutChecksums() {
    checksums = false;
    return this;
  }

  /**
   * Compresses objects from 1 KiB on, each unless that saves less than an eighth of it; {@link
   * Compression#NONE} by default. What is read says itself how it was compressed.
   */
  public StoreBuilder compression(Compression how) {
    payload = payload.withCompression(requireNonNull(how, "compression"));
    return this;
  }

  /** How many bytes an object has at least to be compressed; 1 KiB by default. */
  public StoreBuilder compressFrom(int bytes) {
    payload = payload.withCompressFrom(bytes);
    return this;
  }

  /**
   * Encrypts all objects with AES-GCM, after compression. The keys come from the environment: see
   * {@link KeyProvider#environment()}. A store that is to encrypt and has no keys is not opened.
   */
  public StoreBuilder encryption() {
    payload = payload.withEncryption();
    return this;
  }

  /** Encrypts all objects with AES-GCM, after compression, with keys of a provider. */
  public StoreBuilder encryption(KeyProvider provider) {
    return keys(provider).encryption();
  }

  /**
   * Where the keys come from, to read encrypted objects with, and to write if {@linkplain
   * StoreConfig#payload() the configuration} says so; the environment by default.
   */
  public StoreBuilder keys(KeyProvider provider) {
    keys = requireNonNull(provider, "keys");
    return this;
  }

  /** Allows classes of the application, and arrays of them, for the Kryo serializer. */
  public StoreBuilder allow(Class<?>... classes) {
    Arrays.stream(classes).map(StoreBuilder::nameOf).forEach(allowed::add);
    return this;
  }

  private static String nameOf(Class<?> type) {
    return type.isArray() ? nameOf(type.getComponentType()) : type.getName();
  }

  /**
   * Allows classes by name, or all below a package or class as {@code com.acme.model.*}. Dots and
   * dollar signs both separate a nested class from the one around it.
   *
   * @throws IllegalArgumentException if one is neither a name nor such a pattern
   */
  public StoreBuilder allow(String... patterns) {
    KryoSerializer.requirePatterns(Arrays.asList(patterns));
    allowed.addAll(Arrays.asList(patterns));
    return this;
  }

  /** Writes and reads all objects but {@code byte[]} and {@code String}, in place of Kryo. */
  public StoreBuilder serializer(Serializer objects) {
    serializer = requireNonNull(objects, "serializer");
    return this;
  }

  /** Reads objects that this serializer wrote elsewhere. */
  public StoreBuilder addSerializer(Serializer more) {
    moreSerializers.add(requireNonNull(more, "serializer"));
    return this;
  }

  /** An option of the connector, such as a timeout; each connector documents its own. */
  public StoreBuilder connectorOption(String name, String value) {
    connectorOptions.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
    return this;
  }

  /** Where passwords and certificates come from; the environment by default. */
  public StoreBuilder credentials(CredentialsProvider provider) {
    credentials = requireNonNull(provider, "credentials");
    return this;
  }

  /** Runs background fetches; by default some daemon threads of the store's own. */
  public StoreBuilder executor(Executor background) {
    executor = requireNonNull(background, "executor");
    return this;
  }

  /** What can be shipped of these settings, without opening the store. */
  public StoreConfig toConfig() {
    return new StoreConfig(
        address, cacheSize, cacheBytes, timeToLive, checksums, payload, allowed, connectorOptions);
  }

  /**
   * Opens the store. It is registered for its address, so that proxies in this process resolve
   * through it, unless another one was built before. One that a proxy opened by itself makes way.
   *
   * @throws dev.proxystore.connector.ConnectorException if the system cannot be reached
   */
  public Store build() {
    Store store = open();
    Stores.offer(store);
    return store;
  }

  Store open() {
    StoreConfig config = toConfig();
    Serializer objects = serializer != null ? serializer : KryoSerializer.allowing(allowed);
    Serializers serializers = Serializers.of(objects, moreSerializers);
    Payloads payloads = new Payloads(address, payload, keys);
    Store store = new Store(config, connect(), serializers, payloads, executor);
    Stores.opened(store);
    return store;
  }

  private Connector connect() {
    return connector != null
        ? connector
        : Connectors.open(
            address, ConnectorOptions.of(connectorOptions).withCredentials(credentials));
  }
}
