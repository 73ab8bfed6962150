package dev.proxystore.examples;

import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.Store;
import dev.proxystore.store.ownership.Borrow;
import dev.proxystore.store.ownership.MutableBorrow;
import dev.proxystore.store.ownership.OwnedProxy;
import dev.proxystore.store.ownership.OwnershipException;

/** An object with one owner, which is lent to readers or to one writer, and goes with its owner. */
public final class OwnedObjects {
  private OwnedObjects() {}

  public static void main(String[] arguments) {
    try (Store store = Store.open("local:owned")) {
      // sample: begin
      OwnedProxy<String> owned = OwnedProxy.put(store, "a model");
      try (Borrow<String> one = owned.borrow();
          Borrow<String> other = owned.borrow()) {
        System.out.println(one.resolve() + ", " + other.resolve());
        owned.update("another model");
      } catch (OwnershipException e) {
        System.out.println("Refused: " + e.getMessage());
      }

      try (MutableBorrow<String> writer = owned.mutableBorrow()) {
        writer.update(writer.resolve() + ", trained");
      }

      Proxy<String> sent = owned.transfer(); // a plain reference: send it to another process
      try (OwnedProxy<String> adopted = OwnedProxy.adopt(sent)) {
        System.out.println("Adopted: " + adopted.resolve());
      }
      // sample: end
    }
  }
}
