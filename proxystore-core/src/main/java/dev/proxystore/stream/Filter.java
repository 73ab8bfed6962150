package dev.proxystore.stream;

import dev.proxystore.stream.event.Metadata;

/**
 * Decides by the metadata which objects a stream leaves out. A producer does not store what it
 * leaves out; a consumer evicts it, if the producer said that resolving evicts.
 */
@FunctionalInterface
public interface Filter {

  /** Whether the object of these metadata is left out. */
  boolean drops(Metadata metadata);

  /** Leaves nothing out. */
  static Filter none() {
    return metadata -> false;
  }
}
