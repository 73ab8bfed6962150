package dev.proxystore.examples.demo;

import dev.proxystore.proxy.Proxy;

/**
 * A file on its way to be computed with: what the dispatcher sees.
 *
 * @param worker the compute task that it has been given to, or -1
 * @param uri the file's path as a URI
 * @param size its bytes
 * @param extension what follows the last dot of its name
 * @param content a proxy of its bytes
 */
public record FileTask(int worker, String uri, long size, String extension, Proxy<byte[]> content) {

  static FileTask of(FileEntry file, Proxy<byte[]> content) {
    return new FileTask(-1, file.uri(), file.size(), file.extension(), content);
  }

  FileTask withWorker(int chosen) {
    return new FileTask(chosen, uri, size, extension, content);
  }
}
