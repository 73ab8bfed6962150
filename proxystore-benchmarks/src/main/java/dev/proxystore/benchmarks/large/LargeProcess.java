package dev.proxystore.benchmarks.large;

import dev.proxystore.connector.Key;
import dev.proxystore.store.Store;
import dev.proxystore.store.large.LargeObject;
import java.io.InputStream;
import java.io.OutputStream;

/** Puts one object and gets it, in a process whose heap is smaller. */
final class LargeProcess {
  private LargeProcess() {}

  /** Arguments: the address of the store, and the number of bytes. Prints the seconds of each. */
  public static void main(String[] arguments) throws Exception {
    long length = Long.parseLong(arguments[1]);
    try (Store store = Store.open(arguments[0])) {
      long start = System.nanoTime();
      Key key = store.put(new Numbers(length));
      double put = (System.nanoTime() - start) / 1e9;
      start = System.nanoTime();
      LargeObject object = store.get(key, LargeObject.class).orElseThrow();
      long read;
      try (InputStream in = object.open()) {
        read = in.transferTo(OutputStream.nullOutputStream());
      }
      double get = (System.nanoTime() - start) / 1e9;
      store.evict(key);
      if (read != length) {
        throw new IllegalStateException("Expected %d bytes, found %d.".formatted(length, read));
      }
      System.out.println(put + " " + get);
    }
    System.exit(0);
  }
}
