package dev.proxystore.proxy;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.net.URI;

/**
 * The formats in which factories travel: a URI for people and a compact binary frame for programs.
 * Found through {@link java.util.ServiceLoader}; the core brings the one for objects in stores.
 * Implementations are safe for use by several threads.
 */
public interface FactoryFormat {

  /**
   * The factory that a URI describes.
   *
   * @throws IllegalArgumentException if the URI is not one that {@link Factory#toUri()} made
   * @throws dev.proxystore.ProxyStoreException if the place in it is malformed or holds a secret
   */
  Factory<?> parse(URI uri);

  /** Writes a self-contained frame. */
  void write(Factory<?> factory, DataOutput out) throws IOException;

  /** Reads what {@link #write} wrote. */
  Factory<?> read(DataInput in) throws IOException;
}
