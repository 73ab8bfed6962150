package dev.proxystore.store.payload;

import dev.proxystore.connector.StoreAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The codecs of this process, by id. Their libraries are loaded when they are first needed. */
final class Codecs {
  private static final List<String> KNOWN = List.of("lz4", "zstd");

  private final StoreAddress store;

  Codecs(StoreAddress store) {
    this.store = store;
  }

  /**
   * The codec that a store compresses with.
   *
   * @throws MissingCodecException if its library is missing
   */
  Codec forStore(String id) {
    return find(id, null);
  }

  /**
   * The codec that an object was compressed with.
   *
   * @throws MissingCodecException if nobody knows it, or its library is missing
   */
  Codec forObject(String id, String object) {
    return find(id, object);
  }

  private Codec find(String id, @Nullable String object) {
    try {
      return switch (id) {
        case "lz4" -> Lz4Codec.INSTANCE;
        case "zstd" -> ZstdCodec.INSTANCE;
        default ->
            throw missing(
                object,
                "It was compressed by the codec '%s', and this release knows %s: read it with a newer one."
                    .formatted(id, KNOWN),
                null);
      };
    } catch (LinkageError e) {
      String library = id.equals("lz4") ? "at.yawk.lz4:lz4-java" : "com.github.luben:zstd-jni";
      throw missing(
          object,
          "The codec '%s' needs the library %s, which cannot be loaded: put it on the class path of this process."
              .formatted(id, library),
          e);
    }
  }

  private MissingCodecException missing(
      @Nullable String object, String reason, @Nullable Throwable cause) {
    return object == null
        ? new MissingCodecException(store, reason, cause)
        : new MissingCodecException(store, object, reason, cause);
  }
}
