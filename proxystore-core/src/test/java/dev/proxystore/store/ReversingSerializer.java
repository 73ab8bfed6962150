package dev.proxystore.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.proxystore.serialize.Serializer;

/** Text backwards. Anything else is a bug of its own: a {@link ClassCastException}. */
final class ReversingSerializer implements Serializer {
  private final String id;

  ReversingSerializer() {
    this("reversed");
  }

  ReversingSerializer(String id) {
    this.id = id;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public byte[] serialize(Object value) {
    return new StringBuilder((String) value).reverse().toString().getBytes(US_ASCII);
  }

  @Override
  public Object deserialize(byte[] bytes) {
    return new StringBuilder(new String(bytes, US_ASCII)).reverse().toString();
  }
}
