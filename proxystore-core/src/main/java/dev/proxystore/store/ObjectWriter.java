package dev.proxystore.store;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.DeferrableConnector;
import dev.proxystore.connector.Key;
import dev.proxystore.serialize.Descriptor;
import dev.proxystore.serialize.Serializer;
import dev.proxystore.serialize.Serializers;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** From objects to keys: serialise, describe, hand to the connector. */
final class ObjectWriter {
  private final Connector connector;
  private final Serializers serializers;
  private final Duration timeToLive;
  private final boolean checksums;
  private final IdGenerator ids = new IdGenerator();

  ObjectWriter(
      Connector connector, Serializers serializers, Duration timeToLive, boolean checksums) {
    this.connector = connector;
    this.serializers = serializers;
    this.timeToLive = timeToLive;
    this.checksums = checksums;
  }

  String newId() {
    return connector.newId(ids.next());
  }

  Key write(Object value, PutOptions options) {
    Serializer serializer = options.serializer().orElseGet(() -> serializers.forValue(value));
    byte[] bytes = serializer.serialize(value);
    Key key = key(serializer, bytes, options);
    connector.put(key, bytes, timeToLive(options));
    return key;
  }

  /** An object as it is stored under a key that does not say how it is read. */
  byte[] deferred(Object value) {
    Serializer serializer = serializers.forValue(value);
    byte[] bytes = serializer.serialize(value);
    return DeferredFormat.write(descriptor(serializer, bytes), bytes);
  }

  List<Key> writeBatch(Collection<?> values, PutOptions options) {
    Map<Key, byte[]> objects = new LinkedHashMap<>();
    for (Object value : values) {
      Objects.requireNonNull(value, "A value of the batch is null; only objects can be put.");
      Serializer serializer = options.serializer().orElseGet(() -> serializers.forValue(value));
      byte[] bytes = serializer.serialize(value);
      objects.put(key(serializer, bytes, options), bytes);
    }
    connector.putBatch(objects, timeToLive(options));
    return List.copyOf(objects.keySet());
  }

  List<Key> writeBatch(Map<String, ?> valuesById, PutOptions options) {
    Map<Key, byte[]> objects = new LinkedHashMap<>();
    for (Map.Entry<String, ?> each : valuesById.entrySet()) {
      Object value =
          Objects.requireNonNull(
              each.getValue(), "A value of the batch is null; only objects can be put.");
      Serializer serializer = options.serializer().orElseGet(() -> serializers.forValue(value));
      byte[] bytes = serializer.serialize(value);
      objects.put(key(serializer, bytes, options.withId(each.getKey())), bytes);
    }
    connector.putBatch(objects, timeToLive(options));
    return List.copyOf(objects.keySet());
  }

  private Key key(Serializer serializer, byte[] bytes, PutOptions options) {
    Descriptor descriptor = descriptor(serializer, bytes);
    return new Key(options.id().orElseGet(this::newId), descriptor, options.fanOut());
  }

  private Descriptor descriptor(Serializer serializer, byte[] bytes) {
    return checksums
        ? Descriptor.of(serializer.id(), bytes)
        : Descriptor.unchecked(serializer.id(), bytes);
  }

  /** A key for an object that is set later. */
  Key newDeferredKey(DeferrableConnector deferrable) {
    return deferrable.newKey(ids.next());
  }

  private Duration timeToLive(PutOptions options) {
    return options.timeToLive().orElse(timeToLive);
  }
}
