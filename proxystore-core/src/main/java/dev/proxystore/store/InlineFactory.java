package dev.proxystore.store;

import static java.util.Objects.requireNonNull;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.proxy.Factory;
import dev.proxystore.proxy.ProxyResolveException;
import dev.proxystore.serialize.Descriptor;
import dev.proxystore.serialize.KryoSerializer;
import dev.proxystore.serialize.SerializationException;
import dev.proxystore.serialize.Serializers;
import java.net.URI;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The factory of an object that travels inside its proxy, as bytes: for objects so small that a
 * store would cost more than it saves. There is nothing to fetch and nothing to evict, and no
 * checksum of its own: what carries the proxy carries the object. Immutable, safe for use by
 * several threads; equal if the bytes and their encoding are.
 *
 * @param <T> the type of the object
 */
public final class InlineFactory<T> implements Factory<T> {
  static final String SCHEME = "inline";

  private final String encoding;
  private final OptionalInt crc32c;
  private final byte[] payload;
  private final @Nullable Serializers serializers;

  private InlineFactory(
      String encoding, OptionalInt crc32c, byte[] payload, @Nullable Serializers serializers) {
    this.encoding = encoding;
    this.crc32c = crc32c;
    this.payload = payload;
    this.serializers = serializers;
  }

  /**
   * Takes an object in.
   *
   * @throws SerializationException if no serializer writes it
   */
  public static <T> InlineFactory<T> of(T value, Serializers serializers) {
    byte[] payload = serializers.forValue(value).serialize(value);
    String encoding = serializers.forValue(value).id();
    return new InlineFactory<>(encoding, OptionalInt.empty(), payload, serializers);
  }

  /**
   * Takes in an object that has been serialised, with a copy of its bytes. Resolves with the
   * serializers of the JDK's types, unless it is {@linkplain #readBy read by} others.
   */
  public static <T> InlineFactory<T> of(SerializedObject object) {
    return of(object, object.bytes().clone());
  }

  /** The same without a copy: nobody changes those bytes any more. */
  public static <T> InlineFactory<T> sharing(SerializedObject object) {
    return of(object, object.bytes());
  }

  private static <T> InlineFactory<T> of(SerializedObject object, byte[] payload) {
    return new InlineFactory<>(object.encoding(), OptionalInt.empty(), payload, null);
  }

  /** What was read of one; resolves with the serializers of the JDK's types. */
  static InlineFactory<?> of(String encoding, OptionalInt crc32c, byte[] payload) {
    return new InlineFactory<>(encoding, crc32c, payload, null);
  }

  /** The same object, read by these serializers; they do not travel. */
  public InlineFactory<T> readBy(Serializers readers) {
    return new InlineFactory<>(encoding, crc32c, payload, requireNonNull(readers, "readers"));
  }

  /** How the bytes are read. Made anew: it does not lie in the way of a proxy that travels. */
  public Descriptor descriptor() {
    return new Descriptor(encoding, payload.length, crc32c);
  }

  String encoding() {
    return encoding;
  }

  OptionalInt crc32c() {
    return crc32c;
  }

  byte[] payload() {
    return payload;
  }

  /** {@code inline:} with the bytes in URL-safe base 64, and in the fragment how to read them. */
  @Override
  public URI toUri() {
    return URI.create(
        SCHEME
            + ":"
            + Base64.getUrlEncoder().withoutPadding().encodeToString(payload)
            + "#"
            + ObjectUri.fragment(descriptor()));
  }

  static InlineFactory<?> parse(URI uri) {
    try {
      byte[] payload = Base64.getUrlDecoder().decode(uri.getRawSchemeSpecificPart());
      Descriptor descriptor = ObjectUri.descriptor(String.valueOf(uri.getRawFragment()));
      if (!descriptor.packing().isNone()) {
        throw new IllegalArgumentException("it is neither compressed nor encrypted, ever");
      }
      if (descriptor.length() != payload.length) {
        throw new IllegalArgumentException(
            "it has %d bytes, expected the %d that it says"
                .formatted(payload.length, descriptor.length()));
      }
      return of(descriptor.encoding(), descriptor.crc32c(), payload);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'%s' is not the address of an inline object: %s.".formatted(uri, e.getMessage()), e);
    }
  }

  @Override
  public T resolve() {
    return read(readers(), payload.clone());
  }

  /**
   * The object without a copy of its bytes, for who does not resolve it again: an array of bytes is
   * the one that this factory holds.
   *
   * @throws ProxyResolveException if these serializers cannot read it
   */
  public T open(Serializers readers) {
    return read(readers, payload);
  }

  @SuppressWarnings("unchecked") // the caller says what it put in
  private T read(Serializers readers, byte[] bytes) {
    try {
      if (crc32c.isPresent()) {
        descriptor().verify(bytes);
      }
      return (T) readers.forEncoding(encoding).deserialize(bytes);
    } catch (ProxyStoreException e) {
      throw new ProxyResolveException(this, String.valueOf(e.getMessage()), e);
    }
  }

  private Serializers readers() {
    return serializers != null
        ? serializers
        : Serializers.of(KryoSerializer.allowing(List.of()), List.of());
  }

  @Override
  public CompletableFuture<T> resolveAsync() {
    try {
      return CompletableFuture.completedFuture(resolve());
    } catch (ProxyResolveException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof InlineFactory<?> that
        && encoding.equals(that.encoding)
        && crc32c.equals(that.crc32c)
        && Arrays.equals(payload, that.payload);
  }

  @Override
  public int hashCode() {
    return 31 * encoding.hashCode() + Arrays.hashCode(payload);
  }

  /** The address without the bytes; the fragment says how many there are. */
  @Override
  public String describe() {
    return SCHEME + ":…#" + ObjectUri.fragment(descriptor());
  }

  @Override
  public String toString() {
    return describe();
  }
}
