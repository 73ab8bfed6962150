package dev.proxystore.store;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.DeferrableConnector;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.SummingConnector;
import dev.proxystore.serialize.Descriptor;
import dev.proxystore.serialize.Packing;
import dev.proxystore.serialize.Serializer;
import dev.proxystore.serialize.Serializers;
import dev.proxystore.store.metrics.Meter;
import dev.proxystore.store.metrics.StoreOperation;
import dev.proxystore.store.payload.ObjectContext;
import dev.proxystore.store.payload.Packed;
import dev.proxystore.store.payload.Payloads;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** From objects to keys: serialise, pack, describe, hand to the connector. */
final class ObjectWriter {
  private final Connector connector;
  private final Serializers serializers;
  private final Duration timeToLive;
  private final boolean checksums;
  private final Payloads payloads;
  private final Meter meter;
  private final IdGenerator ids = new IdGenerator();

  ObjectWriter(
      Connector connector,
      Serializers serializers,
      Duration timeToLive,
      boolean checksums,
      Payloads payloads,
      Meter meter) {
    this.connector = connector;
    this.serializers = serializers;
    this.timeToLive = timeToLive;
    this.checksums = checksums;
    this.payloads = payloads;
    this.meter = meter;
  }

  String newId() {
    return connector.newId(ids.next());
  }

  Key write(Object value, PutOptions options) {
    Written written = written(value, options, Checksum.ON_THE_WAY);
    if (connector instanceof SummingConnector summing && isWithoutChecksum(written.key)) {
      return writeSummed(summing, written, options);
    }
    meter.run(
        StoreOperation.PUT,
        1,
        written.bytes.length,
        () -> connector.put(written.key, written.bytes, timeToLive(options)));
    return written.key;
  }

  private boolean isWithoutChecksum(Key key) {
    return checksums && key.descriptor().crc32c().isEmpty();
  }

  private Key writeSummed(SummingConnector summing, Written written, PutOptions options) {
    int checksum =
        meter.measure(
            StoreOperation.PUT,
            1,
            put -> written.bytes.length,
            () -> summing.putSummed(written.key, written.bytes, timeToLive(options)));
    Key key = written.key;
    return new Key(key.id(), key.descriptor().withChecksum(checksum), key.fanOut());
  }

  /** When the checksum of an object is made, if it has one. */
  private enum Checksum {
    BEFORE,
    /** While it is sent, if it is large and the connector can. */
    ON_THE_WAY
  }

  /** An object as it is to be stored. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Written(Key key, byte[] bytes) {}

  /** An object as it is stored under a key that does not say how it is read. */
  byte[] deferred(String id, Object value) {
    SerializedObject object = serialize(value, PutOptions.defaults());
    Packed packed = pack(id, object.encoding(), object.bytes(), false);
    return DeferredFormat.write(descriptor(object.encoding(), packed), packed.bytes());
  }

  /** Whether an object that is set later was set: nobody had before. */
  boolean set(DeferrableConnector deferrable, Key key, byte[] bytes, Duration lifetime) {
    return meter.measure(
        StoreOperation.PUT,
        1,
        set -> set ? bytes.length : 0,
        () -> deferrable.set(key, bytes, lifetime));
  }

  /** A failure as it is stored in the place of an object. */
  byte[] deferredFailure(String id, Throwable failure) {
    Packed packed = pack(id, "utf8", DeferredFormat.textOf(failure), true);
    return DeferredFormat.writeFailure(
        Descriptor.of("utf8", packed.bytes()).packedAs(packed.packing()), packed.bytes());
  }

  private Packed pack(String id, String encoding, byte[] bytes, boolean failure) {
    return payloads.pack(new ObjectContext(id, encoding, failure), bytes);
  }

  List<Key> writeBatch(Collection<?> values, PutOptions options) {
    Map<Key, byte[]> objects = new LinkedHashMap<>();
    for (Object value : values) {
      Objects.requireNonNull(value, "A value of the batch is null; only objects can be put.");
      Written written = written(value, options, Checksum.BEFORE);
      objects.put(written.key, written.bytes);
    }
    return putAll(objects, options);
  }

  List<Key> writeBatch(Map<String, ?> valuesById, PutOptions options) {
    Map<Key, byte[]> objects = new LinkedHashMap<>();
    for (Map.Entry<String, ?> each : valuesById.entrySet()) {
      Object value =
          Objects.requireNonNull(
              each.getValue(), "A value of the batch is null; only objects can be put.");
      Written written = written(value, options.withId(each.getKey()), Checksum.BEFORE);
      objects.put(written.key, written.bytes);
    }
    return putAll(objects, options);
  }

  private List<Key> putAll(Map<Key, byte[]> objects, PutOptions options) {
    meter.run(
        StoreOperation.PUT,
        objects.size(),
        objects.keySet().stream().mapToLong(Key::length).sum(),
        () -> connector.putBatch(objects, timeToLive(options)));
    return List.copyOf(objects.keySet());
  }

  /** An object as its serializer writes it; one that was serialised already is taken as it is. */
  SerializedObject serialize(Object value, PutOptions options) {
    if (value instanceof SerializedObject done) {
      return done;
    }
    Serializer serializer = options.serializer().orElseGet(() -> serializers.forValue(value));
    return new SerializedObject(serializer.id(), serializer.serialize(value));
  }

  private Written written(Object value, PutOptions options, Checksum checksum) {
    return meter.measure(
        StoreOperation.SERIALIZE,
        1,
        written -> written.bytes.length,
        () -> serialized(value, options, checksum));
  }

  private Written serialized(Object value, PutOptions options, Checksum checksum) {
    SerializedObject object = serialize(value, options);
    String id = placedId(object, options);
    Packed packed =
        options.asWritten()
            ? new Packed(object.bytes(), Packing.none())
            : pack(id, object.encoding(), object.bytes(), false);
    Descriptor descriptor =
        checksum == Checksum.ON_THE_WAY && isSummedOnTheWay(packed)
            ? unchecked(object.encoding(), packed)
            : descriptor(object.encoding(), packed);
    return new Written(new Key(id, descriptor, options.fanOut()), packed.bytes());
  }

  /** What is encrypted is bound to its id, so the place is chosen by the size before. */
  private String placedId(SerializedObject object, PutOptions options) {
    Descriptor plain = Descriptor.unchecked(object.encoding(), object.bytes());
    Key key = new Key(options.id().orElseGet(this::newId), plain, options.fanOut());
    return connector.place(key, options.tags()).id();
  }

  /** The key under which what a stream brings is put. */
  Key keyOfStream(PutOptions options) {
    Key key = Key.ofStream(options.id().orElseGet(this::newId), options.fanOut());
    return connector.place(key, options.tags());
  }

  boolean checksums() {
    return checksums;
  }

  private boolean isSummedOnTheWay(Packed packed) {
    return packed.bytes().length >= SummingConnector.LEAST_BYTES
        && connector instanceof SummingConnector;
  }

  private Descriptor descriptor(String encoding, Packed packed) {
    return checksums
        ? Descriptor.of(encoding, packed.bytes()).packedAs(packed.packing())
        : unchecked(encoding, packed);
  }

  private static Descriptor unchecked(String encoding, Packed packed) {
    return Descriptor.unchecked(encoding, packed.bytes()).packedAs(packed.packing());
  }

  /** A key for an object that is set later. */
  Key newDeferredKey(DeferrableConnector deferrable) {
    return deferrable.newKey(ids.next());
  }

  Duration timeToLive(PutOptions options) {
    return options.timeToLive().orElse(timeToLive);
  }
}
