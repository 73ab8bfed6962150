package dev.proxystore.store.payload;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.serialize.Packing;
import org.jspecify.annotations.Nullable;

/**
 * What a store does between serializer and connector; for the store alone. Without compression and
 * encryption it hands the same array on. Safe for use by several threads.
 */
public final class Payloads {
  /** Compressing pays if it saves this part of the bytes, or more. */
  private static final int LEAST_SAVING = 8;

  /** The longest array of a JVM. */
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  private final StoreAddress store;
  private final Codecs codecs;
  private final int compressFrom;
  private final @Nullable String codecId;
  private final @Nullable Codec codec;
  private final Encryption encryption;
  private final boolean encrypts;

  /**
   * Those of one store.
   *
   * @throws MissingCodecException if a library that it takes is missing
   * @throws MissingKeyException if objects are to be encrypted, and there are no keys
   */
  public Payloads(StoreAddress store, PayloadOptions options, KeyProvider keys) {
    this.store = requireNonNull(store, "store");
    codecs = new Codecs(store);
    compressFrom = options.compressFrom();
    codecId = options.compression().codec().orElse(null);
    codec = codecId == null ? null : codecs.forStore(codecId);
    encryption = new Encryption(store, keys);
    encrypts = options.encrypted();
    if (encrypts) {
      EncryptionKeys unused = encryption.requireKeys();
    }
  }

  /** The bytes of an object as they are to be stored. */
  public Packed pack(ObjectContext object, byte[] bytes) {
    byte[] compressed = compress(bytes);
    Packed packed =
        compressed == null || codecId == null
            ? new Packed(bytes, Packing.none())
            : new Packed(compressed, Packing.compressed(codecId, bytes.length));
    return encrypts ? encrypt(object, packed) : packed;
  }

  private Packed encrypt(ObjectContext object, Packed packed) {
    EncryptionKeys keys = encryption.requireKeys();
    byte[] context =
        object.bytes(packed.packing().codec().orElse(null), packed.packing().unpackedLength());
    return new Packed(
        encryption.encrypt(keys, packed.bytes(), context),
        packed.packing().encryptedBy(keys.primaryId()));
  }

  private byte @Nullable [] compress(byte[] bytes) {
    return codec == null || bytes.length < compressFrom || bytes.length == 0
        ? null
        : codec.compress(bytes, bytes.length - (bytes.length - 1) / LEAST_SAVING - 1);
  }

  /**
   * Fails early for an object that this process cannot unpack, before it is fetched or taken.
   *
   * @throws PayloadException if it lacks what that takes
   */
  public void requireReadable(String id, Packing packing) {
    if (packing.codec().isPresent()) {
      Codec unused = codecs.forObject(packing.codec().get(), id);
    }
    if (packing.keyId().isPresent()) {
      EncryptionKeys unused = encryption.requireKey(id, packing.keyId().getAsInt());
    }
  }

  /**
   * The bytes that the serializer wrote, of stored ones that are what the descriptor says.
   *
   * @throws PayloadException if they are something else, or this process lacks what it takes
   */
  public byte[] unpack(ObjectContext object, Packing packing, byte[] stored) {
    byte[] plain =
        packing.keyId().isPresent() ? encryption.decrypt(object, packing, stored) : stored;
    return packing.codec().isEmpty()
        ? plain
        : decompress(object.id(), packing.codec().get(), packing.unpackedLength(), plain);
  }

  /**
   * Refuses an object that says itself how it is read, and says that it is not encrypted, in a
   * store that encrypts: whoever can write to the system could have put it there.
   *
   * @throws PayloadException if it is one
   */
  public void requireEncrypted(String id, Packing packing) {
    if (encrypts && packing.keyId().isEmpty()) {
      throw new PayloadException(
          store,
          id,
          "Expected an encrypted object, found one that is not: it was set through a store that does not encrypt, or is foreign. Set it through one that does.",
          null);
    }
  }

  private byte[] decompress(String id, String codecId, long length, byte[] compressed) {
    Codec known = codecs.forObject(codecId, id);
    if (length > Math.min(MOST_BYTES, (long) compressed.length * known.largestRatio())) {
      throw new PayloadException(
          store,
          id,
          "Expected %d bytes to become %d by %s, which is more than they can: the length in its key is wrong."
              .formatted(compressed.length, length, codecId),
          null);
    }
    byte[] out = new byte[(int) length];
    try {
      known.decompress(compressed, out);
    } catch (IllegalArgumentException e) {
      throw new PayloadException(
          store,
          id,
          "Expected %d bytes compressed by %s, found %s: corrupt or foreign."
              .formatted(length, codecId, e.getMessage()),
          e);
    }
    return out;
  }
}
