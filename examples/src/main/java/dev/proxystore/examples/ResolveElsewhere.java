package dev.proxystore.examples;

import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Puts a text here and resolves it in a second JVM, which is told nothing but an address. */
public final class ResolveElsewhere {
  private ResolveElsewhere() {}

  /** Without an argument the first JVM; with one, an address, the second. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length == 0) {
      send();
    } else {
      receive(URI.create(arguments[0]));
    }
  }

  private static void send() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("proxystore-");
    try (Store store = Store.open(folder.toUri() + "texts")) {
      String text = "Written by process " + ProcessHandle.current().pid();
      Proxy<String> proxy = store.proxy(text, PutOptions.evictOnResolve());
      run(proxy.toUri());
    }
    Files.delete(folder.resolve("texts/.proxystore")); // all that is left of a store in a folder
    Files.delete(folder.resolve("texts"));
    Files.delete(folder);
  }

  private static void receive(URI address) {
    System.out.println("Resolved in process " + ProcessHandle.current().pid());
    System.out.println(Proxy.fromUri(address, String.class).resolve());
  }

  private static void run(URI address) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
            "-cp",
            System.getProperty("java.class.path"),
            ResolveElsewhere.class.getName(),
            address.toString());
    Process second = new ProcessBuilder(command).redirectErrorStream(true).start();
    second.inputReader().lines().forEach(System.out::println);
    if (second.waitFor() != 0) {
      throw new IllegalStateException("The second process ended with " + second.exitValue() + ".");
    }
  }
}
