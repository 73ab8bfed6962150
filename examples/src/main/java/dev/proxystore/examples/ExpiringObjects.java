package dev.proxystore.examples;

import dev.proxystore.connector.Key;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.proxy.ProxyResolveException;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import java.time.Duration;

/** Three ways for an object to go: when it is resolved, when it is evicted, when its time is up. */
public final class ExpiringObjects {
  private ExpiringObjects() {}

  public static void main(String[] arguments) throws InterruptedException {
    try (Store store = Store.open("local:expiring")) {
      // sample: begin
      Proxy<String> once = store.proxy("for one reader", PutOptions.evictOnResolve());
      Proxy<String> sameObject = Proxy.fromUri(once.toUri(), String.class);
      once.resolve();
      try {
        sameObject.resolve();
      } catch (ProxyResolveException e) {
        System.out.println("Resolved before: " + e.getMessage());
      }

      Key kept = store.put("until it is evicted");
      store.evict(kept);
      System.out.println("After evict: " + store.exists(kept));

      Duration shortly = Duration.ofMillis(200);
      Key brief = store.put("for a moment", PutOptions.defaults().withTimeToLive(shortly));
      System.out.println("At first: " + store.exists(brief));
      // sample: end
      Thread.sleep(shortly.multipliedBy(2).toMillis());
      System.out.println("Later: " + store.exists(brief));
    }
  }
}
