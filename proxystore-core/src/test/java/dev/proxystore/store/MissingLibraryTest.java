package dev.proxystore.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.JavaProcess;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.payload.Compression;
import dev.proxystore.store.payload.EncryptionKeys;
import dev.proxystore.store.payload.KeyProvider;
import dev.proxystore.store.payload.TestKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process with the core alone, without the libraries of codecs and ciphers. */
final class MissingLibraryTest {
  private static final String RESOLVE_ALL =
      """
      System.setProperty("proxystore.keyset", arguments[0]);
      for (String each : java.util.List.of(arguments).subList(1, arguments.length)) {
        try {
          Proxy.fromUri(java.net.URI.create(each), Object.class).resolve();
        } catch (ProxyResolveException e) {
          System.out.println(e.getCause().getClass().getSimpleName() + " " + e.getMessage());
        }
      }
      """;

  @Test
  void eachIsNamedAndTheObjectsStay(@TempDir Path folder) throws Exception {
    String address = folder.resolve("frames").toUri().toString();
    Path keys = Files.writeString(folder.resolve("k.json"), TestKeys.json(TestKeys.keyset(5)));
    KeyProvider provider = store -> java.util.Optional.of(EncryptionKeys.read(keys));
    try (Store store = Store.open(address);
        Store zstd = Store.builder(address).compression(Compression.ZSTD).build();
        Store encrypting = Store.builder(address).encryption(provider).build()) {
      Proxy<byte[]> compressed = zstd.proxy(new byte[5000], PutOptions.evictOnResolve());
      Proxy<byte[]> encrypted = encrypting.proxy(new byte[5], PutOptions.evictOnResolve());
      Process process =
          JavaProcess.start(
              folder,
              RESOLVE_ALL,
              keys.toString(),
              compressed.toUri().toString(),
              encrypted.toUri().toString());
      try {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      } finally {
        process.destroyForcibly();
      }
      String output = Files.readString(JavaProcess.output(folder));
      assertThat(output.lines())
          .as(output + Files.readString(folder.resolve("errors.txt")))
          .hasSize(2)
          .allMatch(line -> line.startsWith("MissingCodecException"));
      assertThat(output)
          .contains("com.github.luben:zstd-jni", "com.google.crypto.tink:tink")
          .contains("put it on the class path");
      for (Proxy<byte[]> each : java.util.List.of(compressed, encrypted)) {
        assertThat(store.exists(((StoreFactory<?>) each.factory()).key())).isTrue();
      }
    }
  }
}
