package dev.proxystore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.proxy.MissingObjectException;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.proxy.ProxyResolveException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of an object that several consumers use. */
final class FanOutTest {
  private static final PutOptions FOR_TWO = PutOptions.defaults().withFanOut(2);

  private final Store store = Store.open("local:fan-out-" + UUID.randomUUID());

  @AfterEach
  void close() {
    store.close();
  }

  private List<String> ids() {
    List<String> ids = new ArrayList<>();
    store.list("", ids::add);
    return ids;
  }

  private static Key key(Proxy<?> proxy) {
    return ((StoreFactory<?>) proxy.factory()).key();
  }

  @Test
  void anObjectGoesWhenEachConsumerHasResolvedOrReleasedIt() {
    Proxy<String> proxy = store.proxy("text", FOR_TWO);
    assertThat(FanOut.as(proxy, "index").resolve()).isEqualTo("text");
    assertThat(FanOut.as(proxy, "index").resolve()).isEqualTo("text");
    assertThat(ids()).hasSize(1);
    assertThat(FanOut.release(proxy, "archive")).isTrue();
    assertThat(ids()).isEmpty();
    assertThat(FanOut.release(proxy, "archive")).isTrue();
    assertThatExceptionOfType(MissingObjectException.class)
        .isThrownBy(() -> FanOut.as(proxy, "index").resolve());
    assertThat(ids()).isEmpty();
  }

  @Test
  void resolvingWithoutANameIsRefusedAndSaysWhatToCall() {
    Proxy<String> proxy = store.proxy("text", FOR_TWO);
    assertThatExceptionOfType(ProxyResolveException.class)
        .isThrownBy(proxy::resolve)
        .withMessageContaining("when 2 consumers have released it")
        .withMessageContaining("FanOut.as(proxy, \"name\")");
    assertThat(ids()).hasSize(1);
  }

  @Test
  void theNameStaysWithThisProcessAndTheNumberTravels() {
    Proxy<String> named = FanOut.as(store.proxy("text", FOR_TWO), "index");
    Proxy<String> sent = Proxy.fromUri(named.toUri(), String.class);
    assertThat(sent).isEqualTo(named);
    assertThat(key(sent).fanOut()).isEqualTo(2);
    assertThatExceptionOfType(ProxyResolveException.class).isThrownBy(sent::resolve);
  }

  @Test
  void aBatchIsPutAndReleasedTogether() {
    List<Proxy<String>> proxies = store.proxyBatch(List.of("a", "b", "c"), FOR_TWO);
    List<Key> keys = proxies.stream().map(FanOutTest::key).toList();
    assertThat(store.releaseBatch(keys, ObjectConsumer.of("index"))).isEmpty();
    assertThat(store.releaseBatchAsync(keys, ObjectConsumer.of("archive")).join())
        .containsExactlyInAnyOrderElementsOf(keys);
    assertThat(ids()).isEmpty();
  }

  @Test
  void anObjectOfOneConsumerGoesWhenItIsReleasedAndItsProxyNeedsNoName() {
    Proxy<String> plain = store.proxy("text", PutOptions.evictOnResolve());
    assertThat(FanOut.as(plain, "index")).isSameAs(plain);
    assertThat(FanOut.release(plain, "index")).isTrue();
    Proxy<String> kept = store.proxy("text");
    assertThat(FanOut.release(kept, "index")).isFalse();
    assertThat(ids()).hasSize(1);
  }

  @Test
  void anObjectOfOneConsumerWithSeveralInstancesWaitsForAll() {
    Key key = store.put("text");
    assertThat(store.release(key, new ObjectConsumer("index", 1, 2))).isFalse();
    assertThat(store.release(key, new ObjectConsumer("index", 0, 2))).isTrue();
  }

  @Test
  void whatIsEvictedGoesForAll() {
    Proxy<String> proxy = store.proxy("text", FOR_TWO);
    FanOut.as(proxy, "index").resolve();
    store.evict(key(proxy));
    assertThat(ids()).isEmpty();
  }

  @Test
  void aConnectorThatCannotTellConsumersApartIsFoundWhenAnObjectIsPut() {
    CountingConnector connector = new CountingConnector();
    try (Store cannot = Store.builder(connector).build()) {
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> cannot.proxy("text", FOR_TWO))
          .withMessageContaining("is no ReleasableConnector");
    }
  }

  @Test
  void numbersAndNamesThatCannotBeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PutOptions.defaults().withFanOut(0))
        .withMessageContaining("1 to 32768 consumers that release it, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FOR_TWO.withOnResolve(OnResolve.KEEP))
        .withMessageContaining("set EVICT, or no fan-out");
    for (String name : List.of("", "a b", "a#1of2", "é", "x".repeat(201))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ObjectConsumer.of(name))
          .withMessageContaining("is no name of a consumer");
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new ObjectConsumer("a", 2, 2));
  }
}
