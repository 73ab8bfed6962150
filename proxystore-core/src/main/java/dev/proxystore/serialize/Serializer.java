package dev.proxystore.serialize;

/**
 * Turns objects into bytes and back. The {@link #id} of the serializer that wrote an object travels
 * in its key; a reader uses the serializer of its own store that has this id.
 *
 * <p>Implementations are safe for use by several threads. An own serializer is given to a store's
 * builder, or listed under {@code META-INF/services/dev.proxystore.serialize.Serializer} so that
 * every process with its jar can read what it wrote.
 */
public interface Serializer {

  /** A short name of lower-case letters, digits, dots and hyphens, unique among serializers. */
  String id();

  /**
   * The object as bytes.
   *
   * @return an array that this serializer does not touch again; it may be the value itself
   * @throws SerializationException if the object is of a type that this serializer does not write
   */
  byte[] serialize(Object value);

  /**
   * The object that the bytes hold.
   *
   * @param bytes handed over: the result may be this very array
   * @throws SerializationException if the bytes are not what {@link #serialize} wrote
   */
  Object deserialize(byte[] bytes);

  /** Arrays of bytes as they are, without a copy. */
  static Serializer bytes() {
    return BytesSerializer.INSTANCE;
  }

  /** Strings as UTF-8. */
  static Serializer utf8() {
    return Utf8Serializer.INSTANCE;
  }
}
