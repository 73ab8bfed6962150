package dev.proxystore.examples.demo;

import java.net.URI;
import java.nio.file.Path;

/**
 * What is known of a file without opening it.
 *
 * @param uri its path as a URI, in which any name survives, also one that is not valid text
 * @param size its bytes when it was listed
 */
public record FileEntry(String uri, long size) {

  Path path() {
    return Path.of(URI.create(uri));
  }

  /** What follows the last dot of the name, or nothing. */
  String extension() {
    String name = uri.substring(uri.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? "" : name.substring(dot + 1);
  }
}
