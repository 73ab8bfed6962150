package dev.proxystore.connector.combined;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.ListableConnector;
import dev.proxystore.connector.StoreAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A store in memory and one in files, of which others are made. */
final class InnerStores {
  static final int SMALL = 1000;

  private final Path folder;

  InnerStores(Path folder) {
    this.folder = folder;
  }

  private String memory() {
    return "local:" + folder.getFileName();
  }

  private String files() {
    return "file:" + folder.resolve("files");
  }

  /** Small objects in memory, others in files. */
  CombinedAddress multi() {
    return CombinedAddress.multi("both")
        .with("memory", memory())
        .set("memory", "priority", "2")
        .set("memory", "max-size", String.valueOf(SMALL))
        .with("files", files());
  }

  CombinedAddress writeThrough() {
    return CombinedAddress.writeThrough("both", memory(), files());
  }

  CombinedAddress spill(int budget) {
    return CombinedAddress.spill("both", memory(), budget + "b", files());
  }

  Connector open(CombinedAddress address) {
    return Connectors.open(address.address(), ConnectorOptions.defaults());
  }

  private List<String> ids(String address) {
    List<String> ids = new ArrayList<>();
    try (Connector open =
        Connectors.open(StoreAddress.parse(address), ConnectorOptions.defaults())) {
      ((ListableConnector) open).list("", ids::add);
    }
    return ids;
  }

  List<String> inMemory() {
    return ids(memory());
  }

  List<String> inFiles() {
    return ids(files());
  }

  /** All objects, and all that the folder holds beside them. */
  List<String> everything() {
    List<String> all = new ArrayList<>(inMemory());
    try (Stream<Path> found = Files.list(folder.resolve("files"))) {
      found
          .map(each -> each.getFileName().toString())
          .filter(name -> !name.startsWith(".proxystore"))
          .forEach(all::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }
}
