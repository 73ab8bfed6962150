package dev.proxystore.store.payload;

import dev.proxystore.internal.Binary;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * What an encrypted object is bound to, so that nobody can pass it off as another one: the
 * associated data of AES-GCM. Version 1, in this order: a byte for the version in the upper four
 * bits and the flag failure (1); the object's id, the encoding and the codec (empty without one) as
 * texts; the length before compression as an unsigned LEB128 number.
 *
 * @param id of the object
 * @param encoding of its serializer
 * @param failure whether it stands in the place of an object that was to be set
 */
public record ObjectContext(String id, String encoding, boolean failure) {
  private static final int VERSION = 1;

  byte[] bytes(@Nullable String codec, long unpackedLength) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION << 4 | (failure ? 1 : 0));
      Binary.writeText(id, out);
      Binary.writeText(encoding, out);
      Binary.writeText(codec == null ? "" : codec, out);
      Binary.writeNumber(unpackedLength, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
