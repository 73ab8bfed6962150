package dev.proxystore.examples;

import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.Store;
import java.net.URI;

/** Puts an object into a store, sends its address as text, and resolves it where it is used. */
public final class QuickStart {
  private static final int MEBI = 1 << 20;

  private QuickStart() {}

  public static void main(String[] arguments) {
    byte[] image = new byte[MEBI];
    // sample: begin
    try (Store store = Store.open("local:quickstart")) {
      Proxy<byte[]> proxy = store.proxy(image);
      URI address = proxy.toUri(); // what travels: some tens of bytes

      Proxy<byte[]> received = Proxy.fromUri(address, byte[].class);
      System.out.println("Fetched yet: " + received.isResolved());
      System.out.println("Bytes: " + received.resolve().length);
    }
    // sample: end
  }
}
