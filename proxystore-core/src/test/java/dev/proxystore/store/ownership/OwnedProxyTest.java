package dev.proxystore.store.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.proxystore.proxy.MissingObjectException;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.proxy.ProxyResolveException;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import dev.proxystore.store.future.ProxyFuture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rules of ownership, and what comes of breaking them. */
final class OwnedProxyTest {
  private final Store store = Store.open("local:owned-" + UUID.randomUUID());
  private final OwnedProxy<String> owned = OwnedProxy.put(store, "text");

  @AfterEach
  void close() {
    owned.close();
    store.close();
  }

  private List<String> ids() {
    List<String> ids = new ArrayList<>();
    store.list("", ids::add);
    return ids;
  }

  @Test
  void theObjectGoesWhenItsOwnerIsClosed() {
    assertThat(owned.resolve()).isEqualTo("text");
    assertThat(ids()).hasSize(1);
    owned.close();
    owned.close();
    assertThat(ids()).isEmpty();
    assertThatExceptionOfType(OwnershipEndedException.class)
        .isThrownBy(owned::borrow)
        .withMessageContaining("was closed");
  }

  @Test
  void manyReadTheObjectAtTheSameTimeAndTheOwnerToo() {
    try (Borrow<String> one = owned.borrow();
        Borrow<String> other = owned.borrow()) {
      assertThat(List.of(one.resolve(), other.resolve(), owned.resolve())).containsOnly("text");
    }
  }

  @Test
  void anOwnerIsNotClosedWhileItsObjectIsBorrowed() {
    Borrow<String> borrow = owned.borrow();
    assertThatExceptionOfType(BorrowedException.class)
        .isThrownBy(owned::close)
        .withMessageContaining("it is borrowed once. Close that borrow first.");
    try (Borrow<String> another = owned.borrow()) {
      assertThatExceptionOfType(BorrowedException.class)
          .isThrownBy(owned::close)
          .withMessageContaining("it is borrowed 2 times. Close those borrows first.");
      assertThat(another.resolve()).isEqualTo("text");
    }
    assertThat(borrow.resolve()).isEqualTo("text");
    borrow.close();
    borrow.close();
    owned.close();
    assertThat(ids()).isEmpty();
  }

  @Test
  void nobodyChangesWhatOthersRead() {
    try (Borrow<String> borrow = owned.borrow()) {
      assertThatExceptionOfType(BorrowedException.class).isThrownBy(owned::mutableBorrow);
      assertThatExceptionOfType(BorrowedException.class).isThrownBy(() -> owned.update("other"));
      assertThat(borrow.resolve()).isEqualTo("text");
    }
    owned.update("other");
    assertThat(owned.resolve()).isEqualTo("other");
  }

  @Test
  void nobodyElseReadsWhatOneMayChange() {
    try (MutableBorrow<String> borrow = owned.mutableBorrow()) {
      assertThatExceptionOfType(BorrowedException.class).isThrownBy(owned::borrow);
      assertThatExceptionOfType(BorrowedException.class).isThrownBy(owned::mutableBorrow);
      assertThatExceptionOfType(BorrowedException.class).isThrownBy(owned::resolve);
      assertThatExceptionOfType(BorrowedException.class).isThrownBy(owned::copy);
      assertThatExceptionOfType(BorrowedException.class).isThrownBy(owned::transfer);
      assertThatExceptionOfType(BorrowedException.class).isThrownBy(owned::close);
      borrow.update(borrow.resolve() + ", changed");
      assertThat(borrow.resolve()).isEqualTo("text, changed");
    }
    try (Borrow<String> borrow = owned.borrow()) {
      assertThat(borrow.resolve()).isEqualTo("text, changed");
    }
    assertThat(ids()).hasSize(1);
  }

  @Test
  void aBorrowThatWasClosedIsUsedNoMore() {
    Borrow<String> borrow = owned.borrow();
    borrow.close();
    assertThatExceptionOfType(OwnershipEndedException.class).isThrownBy(borrow::resolve);
    MutableBorrow<String> mutable = owned.mutableBorrow();
    mutable.close();
    assertThatExceptionOfType(OwnershipEndedException.class)
        .isThrownBy(() -> mutable.update("late"));
    assertThat(owned.resolve()).isEqualTo("text");
  }

  @Test
  void aReferenceToWhatWasUpdatedFails() {
    Proxy<String> before;
    try (Borrow<String> borrow = owned.borrow()) {
      before = Proxy.fromUri(borrow.proxy().toUri(), String.class);
    }
    owned.update("TEXT");
    assertThatExceptionOfType(ProxyResolveException.class).isThrownBy(before::resolve);
  }

  @Test
  void aCopyHasAnOwnerAndALifeOfItsOwn() {
    try (OwnedProxy<String> copy = owned.copy()) {
      owned.update("other");
      assertThat(copy.resolve()).isEqualTo("text");
      assertThat(ids()).hasSize(2);
    }
    assertThat(ids()).hasSize(1);
  }

  @Test
  void whatIsTransferredBelongsToWhoAdoptsIt() {
    Proxy<String> sent = owned.transfer();
    assertThatExceptionOfType(OwnershipEndedException.class)
        .isThrownBy(owned::resolve)
        .withMessageContaining("was transferred");
    assertThatExceptionOfType(OwnershipEndedException.class).isThrownBy(owned::transfer);
    owned.close();
    assertThat(ids()).hasSize(1);
    try (OwnedProxy<String> adopted = OwnedProxy.adopt(Proxy.fromUri(sent.toUri(), String.class))) {
      assertThat(adopted.resolve()).isEqualTo("text");
    }
    assertThat(ids()).isEmpty();
    assertThatExceptionOfType(OwnershipException.class)
        .isThrownBy(() -> OwnedProxy.adopt(sent))
        .withMessageContaining("is not there");
  }

  @Test
  void theObjectOfAFutureIsAdoptedOnceItIsSet() {
    ProxyFuture<String> future = store.future();
    assertThatExceptionOfType(OwnershipException.class)
        .isThrownBy(() -> OwnedProxy.adopt(future.proxy()))
        .withMessageContaining("of a future that is not set yet");
    future.complete("set");
    try (OwnedProxy<String> adopted = OwnedProxy.adopt(future.proxy())) {
      assertThat(adopted.resolve()).isEqualTo("set");
      adopted.update("updated");
      assertThat(adopted.resolve()).isEqualTo("updated");
      assertThat(ids()).hasSize(2);
    }
    assertThat(ids()).hasSize(1);
  }

  @Test
  void aBorrowTravelsAsAPlainReference() throws Exception {
    try (Borrow<String> borrow = owned.borrow()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(borrow);
      }
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        assertThat(in.readObject()).isEqualTo(borrow.proxy());
      }
    }
  }

  @Test
  void whatRemovesAnObjectOtherwiseIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OwnedProxy.put(store, "text", PutOptions.evictOnResolve()))
        .withMessageContaining("goes with its owner");
    Proxy<String> once = store.proxy("text", PutOptions.evictOnResolve());
    assertThatIllegalArgumentException().isThrownBy(() -> OwnedProxy.adopt(once));
  }

  @Test
  void anOwnerThatBecomesGarbageRemovesItsObject() {
    Proxy<String> leaked = leak();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              System.gc();
              return ids().size() == 1;
            });
    assertThatExceptionOfType(MissingObjectException.class).isThrownBy(leaked::resolve);
    assertThat(owned.resolve()).isEqualTo("text");
  }

  private Proxy<String> leak() {
    OwnedProxy<String> forgotten = OwnedProxy.put(store, "forgotten");
    try (Borrow<String> borrow = forgotten.borrow()) {
      return borrow.proxy();
    }
  }
}
