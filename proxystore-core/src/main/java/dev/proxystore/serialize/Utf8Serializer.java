package dev.proxystore.serialize;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The encoding of {@code String}: UTF-8, with malformed text refused rather than replaced. */
final class Utf8Serializer implements Serializer {
  static final Serializer INSTANCE = new Utf8Serializer();

  private Utf8Serializer() {}

  @Override
  public String id() {
    return "utf8";
  }

  @Override
  public byte[] serialize(Object value) {
    if (!(value instanceof String text)) {
      throw new SerializationException(
          "The serializer 'utf8' writes String only, found "
              + value.getClass().getTypeName()
              + ".");
    }
    requireNoLoneSurrogate(text);
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The JDK writes a lone surrogate as '?', which would lose it without a word. */
  private static void requireNoLoneSurrogate(String text) {
    int codePoint;
    for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(i);
      if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
        throw new SerializationException(
            "The string holds a lone surrogate at index %d, which UTF-8 cannot express. Put its bytes instead."
                .formatted(i));
      }
    }
  }

  @Override
  public Object deserialize(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new SerializationException("Expected UTF-8 text, found other bytes.", e);
    }
  }
}
