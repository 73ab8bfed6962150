package dev.proxystore.connector.combined;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.proxystore.connector.AddressException;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Key;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.serialize.Descriptor;
import dev.proxystore.store.FutureOptions;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import dev.proxystore.store.Stores;
import dev.proxystore.store.future.ProxyFuture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store made of several, of which a policy chooses one for each object. */
final class MultiStoreTest {
  private static final byte[] SMALL = new byte[InnerStores.SMALL];
  private static final byte[] LARGE = new byte[InnerStores.SMALL + 1];
  private static final String HOST = "a-host";

  @TempDir Path folder;
  private InnerStores stores;

  @BeforeEach
  void choose() {
    stores = new InnerStores(folder);
  }

  @AfterEach
  void closeStores() {
    Stores.closeAll();
  }

  private Store open(CombinedAddress address) {
    return Store.builder(address.toString()).withoutCache().build();
  }

  @Test
  void eachObjectIsWhereThePolicySaysAndIsReadAndRemovedThere() {
    try (Store store = open(stores.multi())) {
      Key small = store.put(SMALL);
      Key large = store.put(LARGE);
      assertThat(small.id()).endsWith("~memory");
      assertThat(large.id()).endsWith("~files");
      assertThat(stores.inMemory()).hasSize(1);
      assertThat(stores.inFiles()).hasSize(1);
      assertThat(store.getBatch(List.of(large, small), byte[].class))
          .extracting(found -> found.orElseThrow().length)
          .containsExactly(LARGE.length, SMALL.length);
      store.evictBatch(List.of(small, large));
      assertThat(stores.everything()).isEmpty();
    }
  }

  @Test
  void batchesKeepTheirOrder() {
    try (Store store = open(stores.multi())) {
      List<byte[]> values = List.of(LARGE, SMALL, LARGE, SMALL);
      List<Key> keys = store.putBatch(values);
      assertThat(keys).extracting(Key::length).containsExactly(1001L, 1000L, 1001L, 1000L);
      List<String> listed = new ArrayList<>();
      store.list("", listed::add);
      assertThat(listed).containsExactlyInAnyOrderElementsOf(keys.stream().map(Key::id).toList());
      assertThat(store.existing(keys)).hasSize(4);
    }
  }

  @Test
  void aProxyIsResolvedByWhoeverHasItsAddress() {
    String uri;
    try (Store store = open(stores.multi())) {
      uri = store.proxy(LARGE, PutOptions.evictOnResolve()).toUri().toString();
    }
    assertThat(Proxy.fromUri(URI.create(uri), byte[].class).resolve()).isEqualTo(LARGE);
    assertThat(stores.everything()).isEmpty();
  }

  @Test
  void objectsAreFoundAlsoWhenThePoliciesHaveChanged() {
    CombinedAddress turned =
        stores.multi().set("memory", "max-size", "1b").set("files", "priority", "5");
    try (Store before = open(stores.multi());
        Store after = open(turned)) {
      Key key = before.put(SMALL);
      assertThat(key.id()).endsWith("~memory");
      assertThat(after.get(key, byte[].class)).hasValue(SMALL);
    }
  }

  @Test
  void tagsChooseToo() {
    CombinedAddress tagged =
        stores
            .multi()
            .set("memory", "requires-tags", "hot")
            .set("files", "accepts-tags", "raw,cold");
    try (Store store = open(tagged)) {
      assertThat(store.put(SMALL, PutOptions.defaults().withTags("hot")).id()).endsWith("~memory");
      assertThat(store.put(SMALL, PutOptions.defaults().withTags("raw")).id()).endsWith("~files");
      assertThat(store.put(SMALL).id()).endsWith("~files");
      assertThatExceptionOfType(NoMatchingConnectorException.class)
          .isThrownBy(() -> store.put(LARGE, PutOptions.defaults().withTags("hot")))
          .withMessage(
              "The store multi:both has no connector for an object of 1001 bytes with the tags [hot]: 'memory' takes objects of up to 1000 bytes; 'files' takes no other tags than [cold, raw]. Nothing was put.");
      assertThat(stores.inFiles()).hasSize(2);
    }
  }

  @Test
  void amongThoseThatTakeAnObjectPriorityDecidesAndThenTheOrderOfTheAddress() {
    CombinedAddress equal =
        CombinedAddress.multi("equal")
            .with("z", "local:z")
            .with("a", "local:a")
            .with("b", "local:b");
    try (Store store = open(equal);
        Store preferring = open(equal.set("b", "priority", "1"))) {
      assertThat(store.put(SMALL).id()).endsWith("~z");
      assertThat(preferring.put(SMALL).id()).endsWith("~b");
    }
  }

  private MultiConnector connector(CombinedAddress address) {
    return new MultiConnector(address.address(), ConnectorOptions.defaults(), HOST);
  }

  @Test
  void aDormantConnectorIsGivenNothingAndOpenedOnlyForWhatItMayHold() {
    CombinedAddress away =
        stores
            .multi()
            .with("grid", "redis://127.0.0.1:1/grid")
            .set("grid", "hosts", "gpu-.*")
            .set("grid", "priority", "9");
    try (MultiConnector here = connector(away)) {
      Key key = here.place(new Key("id", Descriptor.of("bytes", SMALL)), Set.of());
      assertThat(key.id()).isEqualTo("id~memory");
      here.put(key, SMALL, MultiConnector.UNLIMITED);
      assertThat(here.get(key)).hasValue(SMALL);
      Key elsewhere = new Key("id~grid", Descriptor.of("bytes", SMALL));
      assertThatExceptionOfType(RuntimeException.class)
          .as("there is no such module here")
          .isThrownBy(() -> here.get(elsewhere))
          .withMessageContaining("redis");
    }
  }

  @Test
  void whenOnlyDormantConnectorsAreLeftTheErrorSaysWhy() {
    CombinedAddress away =
        CombinedAddress.multi("away").with("grid", "local:grid").set("grid", "hosts", "gpu-.*");
    try (MultiConnector here = connector(away)) {
      Key key = new Key("id", Descriptor.of("bytes", SMALL));
      assertThatExceptionOfType(NoMatchingConnectorException.class)
          .isThrownBy(() -> here.put(key, SMALL, MultiConnector.UNLIMITED))
          .withMessageContaining(
              "'grid' is dormant on the host 'a-host', since its hosts are 'gpu-.*'");
    }
  }

  @Test
  void pastTheBudgetObjectsGoIntoTheNextStoreUntilOthersAreRemoved() {
    try (Store store = open(stores.spill(2 * SMALL.length))) {
      Key first = store.put(SMALL);
      Key second = store.put(SMALL);
      Key third = store.put(SMALL);
      assertThat(List.of(first.id(), second.id(), third.id()))
          .satisfiesExactly(
              id -> assertThat(id).endsWith("~fast"),
              id -> assertThat(id).endsWith("~fast"),
              id -> assertThat(id).endsWith("~large"));
      assertThat(store.get(third, byte[].class)).hasValue(SMALL);
      store.evict(first);
      assertThat(store.put(SMALL).id()).endsWith("~fast");
      assertThat(store.put(SMALL).id()).endsWith("~large");
    }
  }

  @Test
  void roomThatAnotherProcessMadeIsFound() {
    try (Store store = open(stores.spill(SMALL.length));
        Store other = open(stores.spill(SMALL.length))) {
      Key first = store.put(SMALL);
      assertThat(store.put(SMALL).id()).endsWith("~large");
      other.evict(first);
      await().until(() -> store.put(SMALL).id().endsWith("~fast"));
    }
  }

  @Test
  void aBatchThatFailsLeavesNothing() {
    CombinedAddress full = stores.multi().set("files", "max-size", "1100b");
    try (Store store = open(full)) {
      assertThatExceptionOfType(NoMatchingConnectorException.class)
          .isThrownBy(() -> store.putBatch(List.of(SMALL, LARGE, new byte[5000])));
      assertThat(stores.everything()).isEmpty();
    }
  }

  @Test
  void futuresAreInTheFirstThatTakesObjectsOfAnySize() {
    try (Store store = open(stores.multi())) {
      ProxyFuture<byte[]> future = store.future(FutureOptions.defaults());
      future.complete(LARGE);
      assertThat(future.proxy().resolve()).isEqualTo(LARGE);
      store.evict(future.key());
      assertThat(stores.everything()).isEmpty();
    }
  }

  @Test
  void optionsReachTheConnectorsAndWinOverTheAddress() {
    StoreConfig config =
        Store.builder(stores.multi().toString())
            .connectorOption("memory.max-size", "1b")
            .toConfig();
    try (Store store = Store.builder(config).withoutCache().build()) {
      assertThat(store.put(SMALL).id()).endsWith("~files");
    }
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(
            () ->
                Store.builder(stores.multi().toString())
                    .connectorOption("memory.speed", "1")
                    .build())
        .withMessageContaining("has no option [speed]");
  }

  @Test
  void whatIsNoAddressOfSeveralIsRefusedWithWhatIsExpected() {
    Map<String, String> refused =
        Map.of(
            "multi:none", "is made of no stores",
            "multi:m?a=local%3Aa&a.speed=1", "sets [speed] of 'a', which has [accepts-tags",
            "multi:m?a=local%3Aa&b.priority=1", "has no [b.priority]",
            "multi:m?a=local%3Aa&a.max-size=4x",
                "The connector 'a' cannot be set so: The option max-size is '4x', expected a size",
            "multi:m?a=local%3Aa&a.max-sise=1", "Did you mean 'max-size'?",
            "multi:m?a=local%3Aa&a.min-size=2b&a.max-size=1b", "so none",
            "multi:m?a=local%3Aa&a.hosts=%5B", "no regular expression",
            "multi:m?a=nonsense", "is no store address",
            "tiered:t?fast=local%3Aa", "expected [fast, large]");
    refused.forEach(
        (address, message) ->
            assertThatExceptionOfType(RuntimeException.class)
                .as(address)
                .isThrownBy(() -> Store.open(address))
                .withMessageContaining(message));
  }

  @Test
  void whatCannotBeSetIsRefusedWhenItIsSetWithTheNearest() {
    CombinedAddress multi = CombinedAddress.multi("m").with("memory", "local:m");
    CombinedAddress tiered = CombinedAddress.writeThrough("t", "local:a", "local:b");
    assertThatExceptionOfType(AddressException.class)
        .isThrownBy(() -> multi.set("memroy", "priority", "1"))
        .withMessageContaining("multi:m has no part 'memroy'. Did you mean 'memory'?");
    assertThatExceptionOfType(AddressException.class)
        .isThrownBy(() -> multi.set("memory", "max-sise", "1mb"))
        .withMessageContaining("no setting of a part 'max-sise'. Did you mean 'max-size'?");
    assertThatExceptionOfType(AddressException.class)
        .isThrownBy(() -> multi.set("budget", "1mb"))
        .withMessageContaining("multi:m has no setting 'budget'");
    assertThatExceptionOfType(AddressException.class)
        .isThrownBy(() -> tiered.set("budgt", "1mb"))
        .withMessageContaining("tiered:t has no setting 'budgt'. Did you mean 'budget'?");
    assertThatExceptionOfType(AddressException.class)
        .isThrownBy(() -> tiered.set("fast", "timeout", "1s"))
        .withMessageContaining("give them to the store's builder");
    assertThat(multi.set("memory.max-size", "1mb"))
        .hasToString(multi.set("memory", "max-size", "1mb").toString());
    assertThat(tiered.set("budget", "1mb").toString()).endsWith("budget=1mb");
  }

  /** What a tier removed to make room was gone from the large store too. */
  @Test
  void oneStoreIsNotTwoParts() {
    List<CombinedAddress> addresses =
        List.of(
            CombinedAddress.writeThrough("f", "local:same", "local:same"),
            CombinedAddress.spill("f", "local:same", "1kb", "LOCAL:same"),
            CombinedAddress.multi("f").with("fast", "local:same").with("large", "local:same"));
    for (CombinedAddress each : addresses) {
      assertThatExceptionOfType(AddressException.class)
          .isThrownBy(() -> Store.open(each.toString()))
          .withMessageContaining("'fast' and 'large', which are both local:same")
          .withMessageContaining("a store of its own for each");
    }
  }

  @Test
  void aSecretInAPartIsRefusedAndNotRepeated() {
    assertThatExceptionOfType(AddressException.class)
        .isThrownBy(() -> Store.open("multi:m?a=redis%3A%2F%2Fme%3Ahunter2%40host%2Fa"))
        .satisfies(error -> assertThat(error.getMessage()).doesNotContain("hunter2"));
    assertThatExceptionOfType(AddressException.class)
        .isThrownBy(() -> CombinedAddress.multi("m").with("a", "redis://me:hunter2@host/a"))
        .satisfies(error -> assertThat(error.getMessage()).doesNotContain("hunter2"));
  }

  @Test
  void aStoreOfStoresMayBeAPartItself() {
    CombinedAddress outer =
        CombinedAddress.multi("outer")
            .with("inner", stores.multi().toString())
            .set("inner", "max-size", "2000b")
            .with("rest", "local:rest");
    try (Store store = open(outer)) {
      Key key = store.put(LARGE);
      assertThat(key.id()).endsWith("~files~inner");
      assertThat(store.get(key, byte[].class)).hasValue(LARGE);
      store.evict(key);
      assertThat(stores.everything()).isEmpty();
    }
  }

  @Test
  void aPartThatCannotBeReachedFailsTheOpeningWithItsAddress() {
    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(() -> Store.open(stores.multi().with("other", "file:/dev/null/x").toString()))
        .withMessageContaining("/dev/null/x");
  }

  @Test
  void whatHasNoKnownSizeGoesToNoPartThatHasAMostSize() throws IOException {
    InnerStores stores = new InnerStores(folder);
    try (Store store = Store.open(stores.multi().toString())) {
      store.put(new ByteArrayInputStream(new byte[10]));
      store.<String>future().complete("text");
      assertThat(stores.inMemory()).isEmpty();
      assertThat(stores.inFiles()).hasSize(2);
    }
  }
}
