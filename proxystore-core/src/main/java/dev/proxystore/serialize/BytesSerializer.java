package dev.proxystore.serialize;

/** The raw encoding of {@code byte[]}: the stored bytes are the value. */
final class BytesSerializer implements Serializer {
  static final Serializer INSTANCE = new BytesSerializer();

  private BytesSerializer() {}

  @Override
  public String id() {
    return "bytes";
  }

  @Override
  public byte[] serialize(Object value) {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    throw new SerializationException(
        "The serializer 'bytes' writes byte[] only, found " + value.getClass().getTypeName() + ".");
  }

  @Override
  public Object deserialize(byte[] bytes) {
    return bytes;
  }
}
