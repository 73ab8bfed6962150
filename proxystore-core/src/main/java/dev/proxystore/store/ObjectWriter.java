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
    SerializedObject object = serialize(value, options);
    Key key = key(object, options);
    connector.put(key, object.bytes(), timeToLive(options));
    return key;
  }

  /** An object as it is stored under a key that does not say how it is read. */
  byte[] deferred(Object value) {
    SerializedObject object = serialize(value, PutOptions.defaults());
    return DeferredFormat.write(descriptor(object), object.bytes());
  }

  List<Key> writeBatch(Collection<?> values, PutOptions options) {
    Map<Key, byte[]> objects = new LinkedHashMap<>();
    for (Object value : values) {
      Objects.requireNonNull(value, "A value of the batch is null; only objects can be put.");
      SerializedObject object = serialize(value, options);
      objects.put(key(object, options), object.bytes());
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
      SerializedObject object = serialize(value, options);
      objects.put(key(object, options.withId(each.getKey())), object.bytes());
    }
    connector.putBatch(objects, timeToLive(options));
    return List.copyOf(objects.keySet());
  }

  /** An object as it is stored; one that was serialised already is taken as it is. */
  SerializedObject serialize(Object value, PutOptions options) {
    if (value instanceof SerializedObject done) {
      return done;
    }
    Serializer serializer = options.serializer().orElseGet(() -> serializers.forValue(value));
    return new SerializedObject(serializer.id(), serializer.serialize(value));
  }

  private Key key(SerializedObject object, PutOptions options) {
    Key key = new Key(options.id().orElseGet(this::newId), descriptor(object), options.fanOut());
    return connector.place(key, options.tags());
  }

  private Descriptor descriptor(SerializedObject object) {
    return checksums
        ? Descriptor.of(object.encoding(), object.bytes())
        : Descriptor.unchecked(object.encoding(), object.bytes());
  }

  /** A key for an object that is set later. */
  Key newDeferredKey(DeferrableConnector deferrable) {
    return deferrable.newKey(ids.next());
  }

  private Duration timeToLive(PutOptions options) {
    return options.timeToLive().orElse(timeToLive);
  }
}
