package dev.proxystore.store;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.SummedBytes;
import dev.proxystore.connector.SummingConnector;
import dev.proxystore.serialize.Descriptor;
import dev.proxystore.serialize.SerializationException;
import dev.proxystore.serialize.Serializer;
import dev.proxystore.serialize.Serializers;
import dev.proxystore.store.future.FutureFailedException;
import dev.proxystore.store.large.LargeObject;
import dev.proxystore.store.large.LargeObjects;
import dev.proxystore.store.metrics.Meter;
import dev.proxystore.store.metrics.StoreOperation;
import dev.proxystore.store.payload.ObjectContext;
import dev.proxystore.store.payload.PayloadException;
import dev.proxystore.store.payload.Payloads;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * From keys to objects: cache, one shared fetch a key, check against the descriptor, unpack,
 * deserialise. Nothing here is locked; different keys never wait for each other. Without a cache
 * nothing is shared: each reader fetches an object of its own.
 */
final class ObjectReader {
  private final Connector connector;
  private final Serializers serializers;
  private final ObjectCache cache;
  private final Duration timeToLive;
  private final Payloads payloads;
  private final LargeObjects large;
  private final Meter meter;
  private final SingleFlight<Optional<Object>> flights = new SingleFlight<>();
  private final SingleFlight<Object> openings = new SingleFlight<>();

  ObjectReader(
      Connector connector,
      Serializers serializers,
      ObjectCache cache,
      Duration timeToLive,
      Payloads payloads,
      LargeObjects large,
      Meter meter) {
    this.connector = connector;
    this.serializers = serializers;
    this.cache = cache;
    this.timeToLive = timeToLive;
    this.payloads = payloads;
    this.large = large;
    this.meter = meter;
  }

  Optional<Object> read(Key key, @Nullable Serializer override) {
    if (key.isStream()) {
      return largeObject(key).map(object -> object);
    }
    if (!cache.isOn()) {
      return fetch(key, override);
    }
    Object cached = cache.get(key);
    meter.looked(cached != null);
    if (cached != null) {
      return Optional.of(cached);
    }
    return flights.run(
        key.id(),
        () -> landed(key).or(() -> fetch(key, override)),
        found -> found.ifPresent(value -> keep(key, value)));
  }

  /**
   * What was kept after the cache was asked, by another reader who was done before this one began.
   */
  private Optional<Object> landed(Key key) {
    return Optional.ofNullable(cache.get(key));
  }

  /** The bytes of an object, which are fetched as they are read; empty if it is not there. */
  Optional<LargeObject> largeObject(Key key) {
    payloads.requireReadable(key.id(), key.descriptor().packing());
    return connector.exists(key) ? Optional.of(large.of(key)) : Optional.empty();
  }

  /** What does not say how long it is was {@linkplain #open(Key, byte[]) cached} when opened. */
  private void keep(Key key, Object value) {
    if (!key.isDeferred()) {
      cache.put(key, value);
    }
  }

  @Nullable Object cached(Key key) {
    return cache.get(key);
  }

  /** The object in bytes that somebody fetched: one for all who ask, unless the cache is off. */
  Object open(Key key, byte[] bytes) {
    Object cached = cache.get(key);
    if (cached != null || !cache.isOn()) {
      return cached != null ? cached : open(key, SummedBytes.of(bytes), null);
    }
    return openings.run(
        key.id(),
        () -> landed(key).orElseGet(() -> open(key, SummedBytes.of(bytes), null)),
        value -> cache.put(key, value, DeferredFormat.objectLength(bytes)));
  }

  private Optional<Object> fetch(Key key, @Nullable Serializer override) {
    payloads.requireReadable(key.id(), key.descriptor().packing());
    return meter
        .measure(StoreOperation.GET, 1, ObjectReader::length, () -> get(key))
        .map(found -> open(key, found, override));
  }

  private Optional<SummedBytes> get(Key key) {
    return connector instanceof SummingConnector summing && isSummedOnTheWay(key)
        ? summing.getSummed(key)
        : connector.get(key).map(SummedBytes::of);
  }

  private Optional<SummedBytes> remove(Key key) {
    return connector instanceof SummingConnector summing && isSummedOnTheWay(key)
        ? summing.takeSummed(key)
        : connector.take(key).map(SummedBytes::of);
  }

  private static boolean isSummedOnTheWay(Key key) {
    return key.length() >= SummingConnector.LEAST_BYTES
        && key.descriptor().crc32c().isPresent()
        && !key.isDeferred();
  }

  private static long length(Optional<SummedBytes> found) {
    return found.isPresent() ? found.get().bytes().length : 0;
  }

  /**
   * Reads and removes; of several callers at the same time one is answered, here and in other
   * processes. What is cached does not answer: only the connector knows who was first. An object
   * that cannot be read is put back, with the store's time to live.
   */
  Optional<Object> take(Key key) {
    payloads.requireReadable(key.id(), key.descriptor().packing());
    Optional<SummedBytes> taken =
        meter.measure(StoreOperation.TAKE, 1, ObjectReader::length, () -> remove(key));
    forget(key);
    try {
      return taken.map(found -> open(key, found, null));
    } catch (RuntimeException | Error e) {
      putBack(key, taken.orElseThrow().bytes(), e);
      throw e;
    }
  }

  private void putBack(Key key, byte[] bytes, Throwable failure) {
    try {
      connector.put(key, bytes, timeToLive);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  List<Optional<Object>> readBatch(List<Key> keys) {
    List<Optional<Object>> values = new ArrayList<>(keys.size());
    keys.forEach(
        key -> values.add(key.isStream() ? read(key, null) : Optional.ofNullable(cache.get(key))));
    List<Integer> missing =
        IntStream.range(0, keys.size())
            .filter(i -> values.get(i).isEmpty() && !keys.get(i).isStream())
            .boxed()
            .toList();
    List<Key> wanted = missing.stream().map(keys::get).toList();
    List<Optional<byte[]>> fetched =
        meter.measure(
            StoreOperation.GET,
            wanted.size(),
            found ->
                found.stream().flatMap(Optional::stream).mapToLong(bytes -> bytes.length).sum(),
            () -> connector.getBatch(wanted));
    for (int i = 0; i < missing.size(); i++) {
      Key key = keys.get(missing.get(i));
      values.set(
          missing.get(i), fetched.get(i).map(bytes -> open(key, SummedBytes.of(bytes), null)));
    }
    return values;
  }

  /**
   * The object was replaced or removed: neither what is cached of it nor what a fetch under way
   * brings is given to those who ask from now on. Called after the connector has done it.
   */
  void forget(Key key) {
    flights.forget(key.id());
    openings.forget(key.id());
    cache.remove(key.id());
  }

  private Object open(Key key, SummedBytes found, @Nullable Serializer override) {
    return meter.measure(
        StoreOperation.DESERIALIZE,
        1,
        value -> found.bytes().length,
        () -> deserialize(key, found, override));
  }

  private Object deserialize(Key key, SummedBytes found, @Nullable Serializer override) {
    byte[] bytes = found.bytes();
    try {
      if (key.isDeferred()) {
        return openDeferred(key, unpacked(key, DeferredFormat.read(bytes)));
      }
      key.descriptor().verify(bytes.length, found::crc32c);
      byte[] unpacked = unpacked(key.id(), key.descriptor(), bytes, false);
      return serializer(key, override).deserialize(unpacked);
    } catch (FutureFailedException | PayloadException e) {
      throw e;
    } catch (SerializationException e) {
      throw unreadable(key, String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      throw unreadable(key, "The serializer failed: " + e, e);
    }
  }

  private byte[] unpacked(String id, Descriptor descriptor, byte[] bytes, boolean failure) {
    return descriptor.packing().isNone()
        ? bytes
        : payloads.unpack(
            new ObjectContext(id, descriptor.encoding(), failure), descriptor.packing(), bytes);
  }

  private DeferredFormat.Content unpacked(Key key, DeferredFormat.Content content) {
    payloads.requireEncrypted(key.id(), content.descriptor().packing());
    byte[] payload =
        unpacked(key.id(), content.descriptor(), content.payload(), content.isFailure());
    return new DeferredFormat.Content(content.descriptor(), payload, content.isFailure());
  }

  private Object openDeferred(Key key, DeferredFormat.Content content) {
    if (content.isFailure()) {
      URI uri = new StoreFactory<>(connector.address(), key, OnResolve.KEEP).toUri();
      throw new FutureFailedException(uri, content.failureClass(), content.failureMessage());
    }
    return serializers.forEncoding(content.descriptor().encoding()).deserialize(content.payload());
  }

  private SerializationException unreadable(Key key, String reason, RuntimeException cause) {
    return new SerializationException(
        "The object %s in the store %s cannot be read. %s"
            .formatted(key.id(), connector.address(), reason),
        cause);
  }

  private Serializer serializer(Key key, @Nullable Serializer override) {
    String encoding = key.descriptor().encoding();
    return override != null && override.id().equals(encoding)
        ? override
        : serializers.forEncoding(encoding);
  }
}
