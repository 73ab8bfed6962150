package dev.proxystore.store;

/**
 * An object that has been serialised and not yet put, made by {@link Store#serialize}. Whoever puts
 * it puts the object; readers see no difference. Do not change an array of bytes that was
 * serialised: it may be stored as it is. Immutable otherwise.
 */
public final class SerializedObject {
  private final String encoding;
  private final byte[] bytes;

  SerializedObject(String encoding, byte[] bytes) {
    this.encoding = encoding;
    this.bytes = bytes;
  }

  /** The {@linkplain dev.proxystore.serialize.Serializer#id name} of what wrote it. */
  public String encoding() {
    return encoding;
  }

  /** How many bytes it takes. */
  public long length() {
    return bytes.length;
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public String toString() {
    return "SerializedObject[%s, %d bytes]".formatted(encoding, bytes.length);
  }
}
