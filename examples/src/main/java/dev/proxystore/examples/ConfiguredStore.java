package dev.proxystore.examples;

import dev.proxystore.config.StoreConfigs;
import dev.proxystore.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;

/** A store that a file describes. */
public final class ConfiguredStore {
  private ConfiguredStore() {}

  public static void main(String[] arguments) throws Exception {
    Path file = Files.createTempFile("stores", ".yaml");
    Files.writeString(
        file,
        """
        stores:
          frames:
            address: local:frames
            cache.size: 4
            time-to-live: 1h
            compression: lz4
        """);
    // sample: begin
    StoreConfigs stores = StoreConfigs.fromFile(file);
    try (Store store = Store.fromConfig(stores.get("frames"))) {
      System.out.println(store.config());
      stores.get("frame");
    } catch (RuntimeException e) {
      System.out.println("Refused: " + e.getMessage());
    }
    // sample: end
    Files.delete(file);
  }
}
