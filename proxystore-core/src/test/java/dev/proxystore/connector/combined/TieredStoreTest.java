package dev.proxystore.connector.combined;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.serialize.Descriptor;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fast store with copies of what was put last, in front of one that has everything. */
final class TieredStoreTest {
  private static final byte[] OBJECT = new byte[1000];

  @TempDir Path folder;
  private InnerStores stores;

  @BeforeEach
  void choose() {
    stores = new InnerStores(folder);
  }

  private Store open(CombinedAddress address) {
    return Store.builder(address.toString()).withoutCache().build();
  }

  @Test
  void anObjectIsInBothAndGoesFromBoth() {
    try (Store store = open(stores.writeThrough())) {
      Key key = store.put(OBJECT);
      assertThat(stores.inMemory()).containsExactly(key.id());
      assertThat(stores.inFiles()).containsExactly(key.id());
      store.evict(key);
      assertThat(stores.everything()).isEmpty();
    }
  }

  @Test
  void theFastStoreHasWhatWasPutLastWithinItsBudget() {
    try (Store store = open(stores.writeThrough().set("budget", "2500b"))) {
      List<Key> keys = List.of(store.put(OBJECT), store.put(OBJECT), store.put(OBJECT));
      assertThat(stores.inMemory()).containsExactlyInAnyOrder(keys.get(1).id(), keys.get(2).id());
      assertThat(stores.inFiles()).hasSize(3);
      assertThat(store.getBatch(keys, byte[].class))
          .allSatisfy(found -> assertThat(found).hasValue(OBJECT));
      store.put(new byte[3000]);
      assertThat(stores.inMemory()).as("what is larger than all is not copied").hasSize(2);
    }
  }

  @Test
  void whatIsReadFromTheFastStoreIsKeptLonger() {
    try (Store store = open(stores.writeThrough().set("budget", "2500b"))) {
      Key first = store.put(OBJECT);
      Key second = store.put(OBJECT);
      store.get(first, byte[].class);
      store.put(OBJECT);
      assertThat(stores.inMemory()).contains(first.id()).doesNotContain(second.id());
    }
  }

  @Test
  void onlyOneOfSeveralTakesAnObjectAndNoCopyIsReadAfterwards() {
    try (Store store = open(stores.writeThrough());
        Store other = open(stores.writeThrough())) {
      var proxy = store.proxy(OBJECT, PutOptions.evictOnResolve());
      assertThat(proxy.resolve()).isEqualTo(OBJECT);
      assertThat(stores.everything()).isEmpty();
      assertThat(other.exists(((StoreFactory<?>) proxy.factory()).key())).isFalse();
    }
  }

  @Test
  void anObjectThatIsReplacedIsNotReadFromAnOldCopy() {
    try (Connector connector = stores.open(stores.writeThrough().set("budget", "1500b"))) {
      Key small = new Key("id", Descriptor.of("bytes", OBJECT));
      connector.put(small, OBJECT, Connector.UNLIMITED);
      byte[] larger = new byte[2000];
      Key large = new Key("id", Descriptor.of("bytes", larger));
      connector.put(large, larger, Connector.UNLIMITED);
      assertThat(stores.inMemory()).isEmpty();
      assertThat(connector.get(large)).hasValue(larger);
    }
  }

  @Test
  void anOlderCopyThatCouldNotBeRemovedIsNeverReadHereAndGoesLater(@TempDir Path fast)
      throws IOException {
    String copies = "file:" + fast.resolve("copies");
    CombinedAddress address =
        CombinedAddress.writeThrough("stale", copies, "file:" + folder.resolve("large"));
    try (Connector connector = stores.open(address);
        Connector direct =
            Connectors.open(StoreAddress.parse(copies), ConnectorOptions.defaults())) {
      Key key = new Key("id", Descriptor.of("bytes", OBJECT));
      connector.put(key, OBJECT, Connector.UNLIMITED);
      Path away = Files.move(fast.resolve("copies"), fast.resolve("away"));
      Path instead = Files.writeString(fast.resolve("copies"), "no folder");
      byte[] newer = new byte[2000];
      Key replaced = new Key("id", Descriptor.of("bytes", newer));
      connector.put(replaced, newer, Connector.UNLIMITED);
      Files.delete(instead);
      Files.move(away, fast.resolve("copies"));
      assertThat(direct.get(key)).as("the older copy is there").hasValue(OBJECT);
      assertThat(connector.get(replaced)).hasValue(newer);
      assertThat(connector.getBatch(List.of(replaced, key)))
          .allSatisfy(found -> assertThat(found).hasValue(newer));
      Key other = new Key("other", Descriptor.of("bytes", OBJECT));
      connector.put(other, OBJECT, Connector.UNLIMITED);
      assertThat(direct.exists(key)).isFalse();
      assertThat(direct.exists(other)).isTrue();
      connector.put(replaced, newer, Connector.UNLIMITED);
      assertThat(direct.get(replaced)).hasValue(newer);
    }
  }

  @Test
  void anObjectThatWasTakenIsNotReadFromACopyThatCouldNotBeRemoved(@TempDir Path fast)
      throws IOException {
    CombinedAddress address =
        CombinedAddress.writeThrough(
            "taken", "file:" + fast.resolve("copies"), "file:" + folder.resolve("large"));
    try (Connector connector = stores.open(address)) {
      Key key = new Key("id", Descriptor.of("bytes", OBJECT));
      connector.put(key, OBJECT, Connector.UNLIMITED);
      Path away = Files.move(fast.resolve("copies"), fast.resolve("away"));
      Path instead = Files.writeString(fast.resolve("copies"), "no folder");
      assertThat(connector.take(key)).hasValue(OBJECT);
      Files.delete(instead);
      Files.move(away, fast.resolve("copies"));
      assertThat(connector.get(key)).isEmpty();
    }
  }

  @Test
  void aPartIsNamedByItsErrors() {
    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(
            () ->
                Store.open(
                    CombinedAddress.writeThrough("t", "local:t", "file:/dev/null/x").toString()))
        .withMessageContaining("/dev/null/x");
  }

  @Test
  void aStoreWhoseFastPartIsAwayIsOpenedAndDoesWithoutCopies(@TempDir Path strange)
      throws IOException {
    Files.writeString(strange.resolve("of another program"), "text");
    CombinedAddress address =
        CombinedAddress.writeThrough(
            "away", "file:" + strange, "file:" + folder.resolve("reachable"));
    try (Store store = open(address)) {
      Key key = store.put(OBJECT);
      assertThat(store.get(key, byte[].class)).hasValue(OBJECT);
      assertThatThrownBy(() -> store.evict(key)).isInstanceOf(ConnectorException.class);
      assertThat(store.get(key, byte[].class)).isEmpty();
    }
  }
}
