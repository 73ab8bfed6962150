package dev.proxystore.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.Store;
import dev.proxystore.store.large.LargeObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file larger than memory, put and read as a stream. */
public final class LargeObjects {
  private LargeObjects() {}

  public static void main(String[] arguments) throws IOException {
    Path genome = Files.createTempFile("genome", ".txt");
    Path copy = genome.resolveSibling(genome.getFileName() + ".copy");
    Files.writeString(genome, "GATTACA".repeat(1_000_000));
    // sample: begin
    try (Store store = Store.open("local:genomes");
        InputStream in = Files.newInputStream(genome)) {
      Proxy<LargeObject> proxy = store.proxy(in);

      // Wherever the proxy has travelled: nothing is fetched before it is read.
      LargeObject object = proxy.resolve();
      System.out.println("Bytes: " + object.length());
      try (InputStream range = object.open(3_500_000, 7)) {
        System.out.println("In the middle: " + new String(range.readAllBytes(), UTF_8));
      }
      object.saveTo(copy);
    }
    // sample: end
    System.out.println("The same: " + (Files.mismatch(genome, copy) == -1));
    Files.delete(genome);
    Files.delete(copy);
  }
}
