package dev.proxystore.examples;

import dev.proxystore.connector.combined.CombinedAddress;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import java.nio.file.Files;

/** A store that is made of two, of which a policy chooses. */
public final class SeveralStores {
  private SeveralStores() {}

  public static void main(String[] arguments) throws Exception {
    String folder = Files.createTempDirectory("frames").toUri().getPath();
    // sample: begin
    CombinedAddress address =
        CombinedAddress.multi("frames")
            .with("memory", "local:frames") // or hazelcast:embedded/frames
            .set("memory", "priority", "1")
            .set("memory", "max-size", "64kb")
            .with("disk", "file:" + folder + "frames")
            .set("disk", "accepts-tags", "raw,final");

    try (Store store = Store.open(address.toString())) {
      System.out.println("Small: " + where(store.put(new byte[1 << 10]).id()));
      System.out.println("Large: " + where(store.put(new byte[1 << 20]).id()));
      store.put(new byte[1 << 20], PutOptions.defaults().withTags("draft"));
    } catch (RuntimeException e) {
      System.out.println("Refused: " + e.getMessage());
    }
    // sample: end
  }

  private static String where(String id) {
    return id.substring(id.lastIndexOf('~') + 1);
  }
}
