package dev.proxystore.serialize;

import static java.util.Objects.requireNonNull;

import dev.proxystore.internal.Services;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The serializers of one store: the raw ones, one for all other objects, and those found through
 * {@link java.util.ServiceLoader}. Immutable and safe for use by several threads.
 */
public final class Serializers {
  private static final Map<String, Serializer> RAW =
      Map.of("bytes", Serializer.bytes(), "utf8", Serializer.utf8());

  private final Map<String, Serializer> byId = new HashMap<>();
  private final Serializer objects;

  private Serializers(Serializer objects, List<Serializer> more) {
    this.objects = requireNonNull(objects, "objects");
    List<Serializer> all = new ArrayList<>(RAW.values());
    all.addAll(more);
    all.add(objects);
    all.forEach(each -> byId.put(requireFree(each), each));
  }

  private static String requireFree(Serializer serializer) {
    String id = Descriptor.requireEncoding(serializer.id());
    if (id.equals(Descriptor.deferred().encoding())) {
      throw new IllegalArgumentException(
          "The serializer id '%s' is taken by objects that say themselves how they are read; choose another for %s."
              .formatted(id, serializer.getClass().getTypeName()));
    }
    Serializer raw = RAW.get(id);
    if (raw != null && raw != serializer) {
      throw new IllegalArgumentException(
          "The serializer id '%s' is taken by the raw encoding of that name; choose another for %s."
              .formatted(id, serializer.getClass().getTypeName()));
    }
    return id;
  }

  /**
   * The serializers of a store.
   *
   * @param objects writes what is neither {@code byte[]} nor {@code String}
   * @param more further ones to read with; of two with one id the last one wins
   * @throws IllegalArgumentException if one takes an id that has a meaning already
   */
  public static Serializers of(Serializer objects, List<Serializer> more) {
    List<Serializer> found = new ArrayList<>(Services.load(Serializer.class));
    found.addAll(more);
    return new Serializers(objects, found);
  }

  /** The serializer that writes a value. */
  public Serializer forValue(Object value) {
    if (value instanceof byte[]) {
      return Serializer.bytes();
    }
    return value instanceof String ? Serializer.utf8() : objects;
  }

  /**
   * The serializer that reads an encoding.
   *
   * @throws SerializationException if this store has none of that id
   */
  public Serializer forEncoding(String encoding) {
    Serializer serializer = byId.get(encoding);
    if (serializer == null) {
      throw new SerializationException(
          ("The object was written by the serializer '%s', and this store has %s. Give it to the"
                  + " store's builder, or put its jar on the class path.")
              .formatted(encoding, new TreeSet<>(byId.keySet())));
    }
    return serializer;
  }
}
