package dev.proxystore.examples;

import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.Store;
import dev.proxystore.store.future.FutureFailedException;
import dev.proxystore.store.future.ProxyFuture;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** A proxy of an object that does not exist yet: who resolves it waits until it does. */
public final class FutureObjects {
  private FutureObjects() {}

  public static void main(String[] arguments) {
    // sample: begin
    try (Store store = Store.open("local:futures")) {
      ProxyFuture<String> future = store.future();
      Proxy<String> report = future.proxy(); // may travel at once, to any process

      CompletableFuture<Void> consumer =
          CompletableFuture.runAsync(() -> System.out.println("Read: " + report.resolve()));

      System.out.println("Done yet: " + future.isDone());
      future.complete("what took a while");
      consumer.join();

      ProxyFuture<String> failing = store.future();
      failing.completeExceptionally(new IOException("disk full"));
      try {
        failing.proxy().resolve();
      } catch (FutureFailedException e) {
        System.out.println("Failed: " + e.failureMessage());
      }
    }
    // sample: end
  }
}
