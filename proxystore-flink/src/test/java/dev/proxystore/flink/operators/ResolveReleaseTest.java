package dev.proxystore.flink.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.flink.ProxyResolveOptions.Mode;
import dev.proxystore.flink.ProxyResolveOptions.Release;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.proxy.ProxyResolveException;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.StoreFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of objects, used or not. */
class ResolveReleaseTest extends ResolveTask {
  private static final ProxyResolveOptions OPTIONS = ProxyResolveOptions.defaults();

  @ParameterizedTest
  @CsvSource({
    "AS_PROXY_SAYS, EVICT, 0",
    "AS_PROXY_SAYS, KEEP, 1",
    "EVICT, EVICT, 0",
    "EVICT, KEEP, 0",
    "KEEP, EVICT, 1",
    "KEEP, KEEP, 1"
  })
  void aUsedObjectIsEvictedOrKeptAsTheOptionsAndItsProxySay(
      Release release, OnResolve onResolve, int left) throws Exception {
    var task = open(OPTIONS.setRelease(release));
    task.processElement(put("value", onResolve), 1);
    task.endInput();
    task.getOperator().finish();
    assertThat(task.extractOutputValues()).containsExactly("value");
    assertThat(server.ids()).hasSize(left);
  }

  @Test
  void usedObjectsAreEvictedAlsoWhenTheTaskIsClosedUnfinished() throws Exception {
    server.evictionGate().shut();
    var task = open(OPTIONS.setMode(Mode.SYNCHRONOUS));
    task.processElement(put("value", OnResolve.EVICT), 1);
    server.evictionGate().open();
    abandon(task);
    assertThat(server.ids()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aMissingObjectFailsTheTaskWithItsKeyAndStore(Mode mode) throws Exception {
    Proxy<String> proxy = put("value");
    proxy.resolve();
    var task = open(OPTIONS.setMode(mode));
    store.evict(((StoreFactory<?>) proxy.factory()).key());
    assertThatThrownBy(
            () -> {
              task.processElement(proxy, 1);
              task.endInput();
            })
        .isInstanceOf(ProxyResolveException.class)
        .hasMessageContaining(id(proxy))
        .hasMessageContaining(server.address().toString());
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aStoreThatFailsFailsTheTaskWithTheKeyAndTheCause(Mode mode) throws Exception {
    Proxy<String> proxy = put("value");
    server.refuseGets();
    var task = open(OPTIONS.setMode(mode));
    assertThatThrownBy(
            () -> {
              task.processElement(proxy, 1);
              task.endInput();
            })
        .isInstanceOf(ProxyResolveException.class)
        .hasMessageContaining(id(proxy))
        .hasMessageContaining("told to refuse reads");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void anErrorInTheFunctionFailsTheTaskAndKeepsItsObject(Mode mode) throws Exception {
    Proxy<String> proxy = put("value", OnResolve.EVICT);
    var task =
        open(
            OPTIONS.setMode(mode),
            (record, value, out) -> {
              throw new IllegalStateException("cannot compute with " + value);
            });
    assertThatThrownBy(
            () -> {
              task.processElement(proxy, 1);
              task.endInput();
            })
        .hasStackTraceContaining("cannot compute with value");
    abandon(task);
    assertThat(server.ids()).containsExactly(id(proxy));
  }

  @Test
  void anEvictionThatFailsFailsTheTask() throws Exception {
    server.refuseEvictions();
    var task = open(OPTIONS);
    task.processElement(put("value", OnResolve.EVICT), 1);
    task.endInput();
    assertThatThrownBy(() -> task.getOperator().finish())
        .hasMessageContaining("could not be evicted");
    abandon(task);
  }

  @Test
  void aRecordWithoutAProxyIsRefused() throws Exception {
    var task = open(OPTIONS);
    assertThatThrownBy(() -> task.processElement((Proxy<String>) null, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found one without");
  }
}
