package dev.proxystore.store;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.Key;
import dev.proxystore.serialize.SerializationException;
import dev.proxystore.serialize.Serializer;
import dev.proxystore.serialize.Serializers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * From keys to objects: cache, one shared fetch a key, check against the descriptor, deserialise.
 * Nothing here is locked; different keys never wait for each other.
 */
final class ObjectReader {
  private final Connector connector;
  private final Serializers serializers;
  private final ObjectCache cache;
  private final SingleFlight<Optional<Fetched>> flights = new SingleFlight<>();

  ObjectReader(Connector connector, Serializers serializers, ObjectCache cache) {
    this.connector = connector;
    this.serializers = serializers;
    this.cache = cache;
  }

  /** The stored bytes and the object that the first reader made of them. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Fetched(byte[] bytes, Object value) {}

  Optional<Object> read(Key key, @Nullable Serializer override) {
    Object cached = cache.get(key.id());
    if (cached != null) {
      return Optional.of(cached);
    }
    var result =
        flights.run(key.id(), () -> connector.get(key).map(bytes -> open(key, bytes, override)));
    Optional<Object> value = share(key, result, override);
    value.ifPresent(found -> cache.put(key.id(), found, key.length()));
    return value;
  }

  /** Reads and removes. An object that cannot be read is put back, so that nothing is lost. */
  Optional<Object> take(Key key, @Nullable Serializer override) {
    Object cached = cache.get(key.id());
    if (cached != null) {
      connector.evict(key);
      cache.remove(key.id());
      return Optional.of(cached);
    }
    // A taker that joined a plain read would not remove: the two are different flights.
    return share(
        key, flights.run("take " + key.id(), () -> fetchAndRemove(key, override)), override);
  }

  private Optional<Fetched> fetchAndRemove(Key key, @Nullable Serializer override) {
    Optional<byte[]> bytes = connector.take(key);
    try {
      return bytes.map(found -> open(key, found, override));
    } catch (SerializationException e) {
      connector.put(key, bytes.orElseThrow(), Duration.ZERO);
      throw e;
    }
  }

  List<Optional<Object>> readBatch(List<Key> keys) {
    List<Optional<Object>> values = new ArrayList<>(keys.size());
    keys.forEach(key -> values.add(Optional.ofNullable(cache.get(key.id()))));
    List<Integer> missing =
        IntStream.range(0, keys.size()).filter(i -> values.get(i).isEmpty()).boxed().toList();
    List<Optional<byte[]>> fetched = connector.getBatch(missing.stream().map(keys::get).toList());
    for (int i = 0; i < missing.size(); i++) {
      Key key = keys.get(missing.get(i));
      values.set(missing.get(i), fetched.get(i).map(bytes -> open(key, bytes, null).value));
    }
    return values;
  }

  /**
   * Followers get the cached, shared object; without a cache each gets an object of its own, as if
   * it had fetched alone.
   */
  private Optional<Object> share(
      Key key, SingleFlight.Result<Optional<Fetched>> result, @Nullable Serializer override) {
    return result
        .value()
        .map(
            fetched ->
                result.leader() || cache.isOn()
                    ? fetched.value
                    : open(key, fetched.bytes.clone(), override).value);
  }

  private Fetched open(Key key, byte[] bytes, @Nullable Serializer override) {
    try {
      key.descriptor().verify(bytes);
      return new Fetched(bytes, serializer(key, override).deserialize(bytes));
    } catch (SerializationException e) {
      throw new SerializationException(
          "The object %s in the store %s cannot be read. %s"
              .formatted(key.id(), connector.address(), e.getMessage()),
          e);
    }
  }

  private Serializer serializer(Key key, @Nullable Serializer override) {
    String encoding = key.descriptor().encoding();
    return override != null && override.id().equals(encoding)
        ? override
        : serializers.forEncoding(encoding);
  }
}
