package dev.proxystore.cli;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreFactory;
import picocli.CommandLine;

/**
 * Where an object is. Whoever looks for one or removes it need not know how it is read, which is
 * what its URI says behind the '#', and {@code ls} cannot tell.
 *
 * @param uri as it is shown
 */
record NamedObject(StoreAddress store, Key key, String uri) {

  static NamedObject parse(CommandLine command, String text) {
    if (text.contains("#")) {
      StoreFactory<?> object = ObjectArguments.parse(command, text);
      return new NamedObject(object.store(), object.key(), object.toUri().toString());
    }
    StoreFactory<?> object = ObjectArguments.parse(command, text + "#bytes;length=0");
    return of(object.store(), object.key().id());
  }

  static NamedObject of(StoreAddress store, String id) {
    Key key = Key.toEvict(id);
    String uri = new StoreFactory<>(store, key, OnResolve.KEEP).toUri().toString();
    return new NamedObject(store, key, uri.substring(0, uri.indexOf('#')));
  }

  Store open() {
    return ObjectArguments.open(store);
  }
}
