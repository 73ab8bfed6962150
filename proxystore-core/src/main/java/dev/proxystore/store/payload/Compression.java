package dev.proxystore.store.payload;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a store compresses what is put into it. What is read says itself how it was compressed. */
public enum Compression {
  /** Objects are stored as their serializers write them. */
  NONE(null),

  /**
   * LZ4: about a GiB of text a second, and less to send and to keep. The stored value is a frame
   * that any LZ4 library or {@code lz4 -d} reads.
   */
  LZ4("lz4"),

  /**
   * Zstandard: smaller than LZ4 by a third or more, for some times its processor time. The stored
   * value is what {@code zstd -d} reads. Needs the library {@code com.github.luben:zstd-jni} on the
   * class path of writers and readers.
   */
  ZSTD("zstd");

  private final @Nullable String codec;

  Compression(@Nullable String codec) {
    this.codec = codec;
  }

  /** The id that objects which are compressed so carry; empty for {@link #NONE}. */
  Optional<String> codec() {
    return Optional.ofNullable(codec);
  }
}
