package dev.proxystore.examples;

import dev.proxystore.proxy.Proxies;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.Store;
import java.util.ArrayList;
import java.util.List;

/** Hands a stand-in to code that knows nothing of proxies. */
public final class TransparentProxies {
  private TransparentProxies() {}

  public static void main(String[] arguments) {
    // sample: begin
    try (Store store = Store.open("local:transparent")) {
      Proxy<ArrayList<String>> proxy = store.proxy(new ArrayList<>(List.of("to", "be")));

      List<?> words = proxy.as(List.class); // is a List, and nothing is fetched yet
      System.out.println("Fetched yet: " + Proxies.isResolved(words));
      System.out.println("Words: " + words.size()); // fetches
      System.out.println("Fetched now: " + Proxies.isResolved(words));
    }
    // sample: end
  }
}
