package dev.proxystore.store.payload;

import org.jspecify.annotations.Nullable;

/** Compresses and decompresses whole arrays. Safe for use by several threads. */
interface Codec {

  /**
   * Compresses bytes, unless that takes more than a given number of them.
   *
   * @return null if they do not become that few; found out early where the codec can
   */
  byte @Nullable [] compress(byte[] bytes, int most);

  /**
   * Fills an array with what was compressed.
   *
   * @throws IllegalArgumentException if the bytes are something else, or not exactly as many; what
   *     is wrong stands in its message, behind "found"
   */
  void decompress(byte[] compressed, byte[] out);

  /** How many bytes one byte becomes at most: more is a lie. */
  int largestRatio();
}
