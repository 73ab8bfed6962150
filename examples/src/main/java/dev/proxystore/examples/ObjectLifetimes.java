package dev.proxystore.examples;

import dev.proxystore.connector.Key;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import dev.proxystore.store.lifetime.ContextLifetime;
import dev.proxystore.store.lifetime.LeaseLifetime;
import java.time.Duration;

/** Objects that go together: when a block of code ends, or when nobody keeps their lease. */
public final class ObjectLifetimes {
  private ObjectLifetimes() {}

  public static void main(String[] arguments) {
    try (Store store = Store.open("local:lifetimes")) {
      // sample: begin
      Key left;
      try (ContextLifetime context = new ContextLifetime()) {
        left = store.put("for this block", PutOptions.defaults().withLifetime(context));
        context.add(store.proxy("added later"));
      }
      System.out.println("After the block: " + store.exists(left));

      // Stays for as long as this process lives and holds the lease, and a minute at most after it.
      try (LeaseLifetime lease = LeaseLifetime.withHeartbeat(Duration.ofMinutes(1))) {
        Proxy<String> kept = store.proxy("kept", PutOptions.defaults().withLifetime(lease));
        System.out.println("With a lease: " + kept.resolve());
      }
      // sample: end
    }
  }
}
