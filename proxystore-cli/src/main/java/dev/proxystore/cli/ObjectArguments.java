package dev.proxystore.cli;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreFactory;
import dev.proxystore.store.Stores;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/** Objects by their URIs. */
final class ObjectArguments {
  private ObjectArguments() {}

  /** What a URI stands for; a wrong one is not shown, since it may hold a password. */
  static StoreFactory<?> parse(CommandLine command, String text) {
    try {
      Proxy<Object> proxy = Proxy.fromUri(new URI(text), Object.class);
      if (proxy.factory() instanceof StoreFactory<?> stored) {
        return stored;
      }
      throw Failures.argument(command, "The object travels in its URI; no store has it.");
    } catch (URISyntaxException e) {
      throw Failures.argument(
          command,
          "Expected the URI of an object, such as proxystore put prints, found none: %s at index %d. Quote it: shells read '#' and ';'."
              .formatted(e.getReason(), e.getIndex()));
    } catch (ProxyStoreException | IllegalArgumentException e) {
      throw Failures.argument(command, String.valueOf(e.getMessage()));
    }
  }

  static Store open(StoreAddress store) {
    requireThere(store);
    return Stores.getOrOpen(store);
  }

  /** Who looks for something makes no new store: a folder that is not there is a wrong name. */
  static void requireThere(StoreAddress store) {
    if (store.scheme().equals("file") && !Files.isDirectory(Path.of(store.uri()))) {
      throw new IllegalArgumentException(
          "There is no store %s: expected the folder of a store, found none.".formatted(store));
    }
  }
}
