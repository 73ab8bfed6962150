package dev.proxystore.examples;

import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.Store;
import dev.proxystore.store.executor.StoreExecutor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Tasks whose large arguments and results lie in a store on the way. */
public final class TasksWithProxies {
  private TasksWithProxies() {}

  public static void main(String[] arguments) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2); // or Hazelcast's IExecutorService
    byte[] image = new byte[1 << 20];
    String model = "model ".repeat(1 << 16);
    // sample: begin
    try (Store store = Store.open("local:tasks");
        StoreExecutor tasks = StoreExecutor.of(store, pool)) {
      CompletableFuture<Integer> size = tasks.submit(bytes -> bytes.length, image);
      System.out.println("Size: " + size.get());

      // A result that is only handed on stays in the store until it is used.
      CompletableFuture<Proxy<byte[]>> inverted = tasks.submitForProxy(Images::inverted, image);
      System.out.println("Inverted: " + tasks.submit(Images::first, inverted.get()).get());

      // What all tasks need is put once, and goes with the last of them.
      List<CompletableFuture<String>> found =
          tasks.map(
              (all, part) -> part + " at " + all.indexOf(part), model, List.of("model", "del"));
      for (CompletableFuture<String> each : found) {
        System.out.println("Found: " + each.get());
      }
    }
    // sample: end
    pool.shutdown();
  }

  /** What the tasks do. */
  static final class Images {
    private Images() {}

    static byte[] inverted(byte[] image) {
      byte[] result = image.clone();
      for (int i = 0; i < result.length; i++) {
        result[i] = (byte) ~result[i];
      }
      return result;
    }

    static int first(Proxy<byte[]> image) {
      return image.resolve()[0];
    }
  }
}
