package dev.proxystore.store.lifetime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.proxystore.JavaProcess;
import dev.proxystore.connector.Key;
import dev.proxystore.proxy.MissingObjectException;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.Lifetime;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Until when objects stay that have a lifetime. */
final class LifetimeTest {
  private final SwitchedConnector connector = new SwitchedConnector();
  private final Store store = Store.builder(connector).withoutCache().build();

  @AfterEach
  void close() {
    store.close();
  }

  private List<String> ids() {
    List<String> ids = new ArrayList<>();
    connector.list("", ids::add);
    return ids;
  }

  private static PutOptions with(Lifetime lifetime) {
    return PutOptions.defaults().withLifetime(lifetime);
  }

  @Test
  void objectsOfAContextGoWhenItsBlockEnds() {
    Key other = store.put("stays");
    Proxy<String> proxy;
    try (ContextLifetime context = new ContextLifetime()) {
      proxy = store.proxy("text", with(context));
      store.putBatch(List.of("a", "b"), with(context));
      store.putBatch(Map.of("id", "c"), with(context));
      context.add(store.proxy("added"));
      context.add(store, store.put("added by its key"));
      assertThat(context.size()).isEqualTo(6);
      assertThat(Proxy.fromUri(proxy.toUri(), String.class).resolve()).isEqualTo("text");
    }
    assertThat(ids()).containsExactly(other.id());
    assertThatExceptionOfType(MissingObjectException.class).isThrownBy(proxy::resolve);
  }

  @Test
  void aContextThatHasEndedTakesNothingAndNothingIsPut() {
    ContextLifetime context = new ContextLifetime();
    context.close();
    Key key = store.put("stays");
    assertThatExceptionOfType(LifetimeEndedException.class)
        .isThrownBy(() -> store.put("text", with(context)));
    assertThatExceptionOfType(LifetimeEndedException.class)
        .isThrownBy(() -> context.add(store, key))
        .withMessageContaining("its block was left");
    assertThat(ids()).containsExactly(key.id());
    context.close();
  }

  @Test
  void closingWithAStoreThatIsAwayNamesWhatStaysAndClosingAgainRemovesIt() {
    ContextLifetime context = new ContextLifetime();
    Proxy<String> proxy = store.proxy("text", with(context));
    connector.isAway = true;
    assertThatExceptionOfType(LifetimeCloseException.class)
        .isThrownBy(context::close)
        .withMessageContaining(proxy.toString())
        .withMessageContaining("Close it again")
        .satisfies(e -> assertThat(e.left()).isEqualTo(List.of(proxy)));
    connector.isAway = false;
    assertThat(ids()).hasSize(1);
    context.close();
    assertThat(ids()).isEmpty();
  }

  @Test
  void objectsOfAStoreThatWasClosedBeforeTheContextGoToo(@TempDir Path folder) {
    String address = folder.resolve("frames").toUri().toString();
    ContextLifetime context = new ContextLifetime();
    Key key;
    try (Store files = Store.open(address)) {
      key = files.put("text", with(context));
    }
    context.close();
    try (Store files = Store.open(address)) {
      assertThat(files.exists(key)).isFalse();
    }
  }

  @Test
  void aLeaseThatIsNotExtendedEndsAndSaysSo() {
    LeaseLifetime lease = LeaseLifetime.of(Duration.ofMillis(300));
    Key put = store.put("text", with(lease));
    Key added = store.put("added");
    lease.add(store, added);
    await().atMost(Duration.ofSeconds(10)).until(() -> ids().isEmpty());
    await().atMost(Duration.ofSeconds(10)).until(lease::isOver);
    assertThat(store.exists(put) || store.exists(added)).isFalse();
    assertThatExceptionOfType(LifetimeEndedException.class)
        .isThrownBy(() -> lease.extend(Duration.ofMinutes(1)))
        .withMessageContaining("not extended in time");
    assertThatExceptionOfType(LifetimeEndedException.class)
        .isThrownBy(() -> store.put("late", with(lease)));
    assertThat(ids()).isEmpty();
    lease.close();
  }

  @Test
  void aLeaseThatIsExtendedKeepsItsObjects() {
    LeaseLifetime lease = LeaseLifetime.of(Duration.ofSeconds(1));
    Key kept = store.put("text", with(lease));
    Key other = store.put("text", PutOptions.defaults().withTimeToLive(Duration.ofSeconds(1)));
    lease.extend(Duration.ofMinutes(1));
    await().atMost(Duration.ofSeconds(10)).until(() -> !store.exists(other));
    assertThat(store.exists(kept)).isTrue();
    lease.extend(Duration.ofMillis(1));
    assertThat(lease.remaining()).isGreaterThan(Duration.ofSeconds(30));
    lease.close();
    assertThat(ids()).isEmpty();
  }

  @Test
  void aHeartbeatKeepsObjectsForLongerThanTheLeaseUntilItIsClosed() {
    Key other = store.put("text", PutOptions.defaults().withTimeToLive(Duration.ofSeconds(2)));
    try (LeaseLifetime lease = LeaseLifetime.withHeartbeat(Duration.ofSeconds(1))) {
      Key kept = store.put("text", with(lease));
      await().atMost(Duration.ofSeconds(10)).until(() -> !store.exists(other));
      assertThat(store.exists(kept)).isTrue();
      assertThat(lease.isOver()).isFalse();
    }
    assertThat(ids()).isEmpty();
  }

  @Test
  void aHeartbeatWhoseStoreIsAwayForTooLongEndsTheLease() {
    try (LeaseLifetime lease = LeaseLifetime.withHeartbeat(Duration.ofMillis(300))) {
      store.put("text", with(lease));
      connector.isAway = true;
      await().atMost(Duration.ofSeconds(10)).until(lease::isOver);
      connector.isAway = false;
      assertThatExceptionOfType(LifetimeEndedException.class)
          .isThrownBy(() -> lease.extend(Duration.ofMinutes(1)));
    }
  }

  @Test
  void aHeartbeatThatWouldBeatWithoutRestIsRefusedWithTheShortest() {
    Duration shortest = LeaseLifetime.SHORTEST_HEARTBEAT;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LeaseLifetime.withHeartbeat(Duration.ofMillis(1)))
        .withMessageContaining("300 ms or more, found PT0.001S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LeaseLifetime.withHeartbeat(shortest.minusNanos(1)));
    LeaseLifetime.withHeartbeat(shortest).close();
    LeaseLifetime.of(Duration.ofMillis(1)).close();
  }

  @Test
  void aStoreThatCannotKeepTimeRefusesLeases() {
    try (Store cannot = Store.builder(new PlainConnector()).build();
        LeaseLifetime lease = LeaseLifetime.of(Duration.ofMinutes(1))) {
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> cannot.put("text", with(lease)))
          .withMessageContaining("cannot keep a lease")
          .withMessageContaining("Use a ContextLifetime");
    }
  }

  @Test
  void whatRemovesAnObjectOtherwiseIsRefusedBesideALifetime() {
    ContextLifetime context = new ContextLifetime();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PutOptions.evictOnResolve().withLifetime(context))
        .withMessageContaining("use OnResolve.KEEP");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(context).withFanOut(2))
        .withMessageContaining("leave out the fan-out");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(context).withTimeToLive(Duration.ofMinutes(1)))
        .withMessageContaining("leave out the time to live");
    Proxy<String> once = store.proxy("text", PutOptions.evictOnResolve());
    assertThatIllegalArgumentException().isThrownBy(() -> context.add(once));
  }

  @Test
  void objectsOfAStaticLifetimeGoWithTheProcess(@TempDir Path folder) throws Exception {
    String address = folder.resolve("frames").toUri().toString();
    String id = UUID.randomUUID().toString();
    Process process =
        JavaProcess.start(
            folder,
            """
            var store = dev.proxystore.store.Store.open(arguments[0]);
            var lifetime = dev.proxystore.store.lifetime.StaticLifetime.ofProcess();
            var options = dev.proxystore.store.PutOptions.defaults();
            store.put("goes", options.withLifetime(lifetime));
            store.put("stays", options.withId(arguments[1]));
            store.close();
            """,
            address,
            id);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    List<String> ids = new ArrayList<>();
    try (Store files = Store.open(address)) {
      files.list("", ids::add);
    }
    assertThat(ids).containsExactly(id);
  }
}
