package dev.proxystore.flink.operators;

import static dev.proxystore.flink.testutils.Mailboxes.workUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.flink.ProxyResolveOptions.Mode;
import dev.proxystore.proxy.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How much is in flight. */
class ResolveBoundsTest extends ResolveTask {
  private static final ProxyResolveOptions DEFAULTS = ProxyResolveOptions.defaults();

  private List<String> idsOf(List<Proxy<String>> proxies) {
    return proxies.stream().map(ResolveTask::id).toList();
  }

  private List<Proxy<String>> put(String... values) {
    List<Proxy<String>> proxies = new ArrayList<>();
    for (String value : values) {
      proxies.add(put(value));
    }
    return proxies;
  }

  /** Whether nothing but these is asked for, also some time later. */
  private void assertAskedFor(List<String> ids) {
    await().until(() -> server.gets().size() >= ids.size());
    await().during(Duration.ofMillis(60)).until(() -> server.gets().equals(ids));
  }

  @Test
  void aTaskThatHasItsFillOfRecordsWaitsForOneToLeave() throws Exception {
    List<Proxy<String>> proxies = put("a", "b", "c");
    server.getGate().shut();
    var task = open(DEFAULTS.setMaxInFlight(3));
    task.processElement(proxies.get(0), 0);
    task.processElement(proxies.get(1), 0);
    assertThat(task.extractOutputValues()).isEmpty();
    CompletableFuture<Void> oneGoes =
        CompletableFuture.runAsync(
            () -> {
              await().until(() -> server.gets().size() == 3);
              letGo(proxies.get(0));
            });
    task.processElement(proxies.get(2), 0);
    oneGoes.join();
    assertThat(task.extractOutputValues()).containsExactly("a");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void noMoreRecordsThanTheBoundAreFetchedAndNotUsed(Mode mode) throws Exception {
    server.delayGets(Duration.ofMillis(1));
    int[] used = {0};
    int[] most = {0};
    var task =
        open(
            DEFAULTS.setMode(mode).setMaxInFlight(3),
            (proxy, value, out) -> {
              most[0] = Math.max(most[0], server.gets().size() - used[0]);
              used[0]++;
            });
    for (int i = 0; i < 50; i++) {
      task.processElement(put("value " + i), i);
    }
    task.endInput();
    assertThat(used[0]).isEqualTo(50);
    assertThat(most[0]).isBetween(1, 3);
  }

  @Test
  void noMoreBytesThanTheBoundAreFetchedAndNotUsed() throws Exception {
    List<Proxy<String>> proxies = put("aaaa", "bbbb", "cccc", "dddd");
    server.getGate().shut();
    var task = open(DEFAULTS.setMaxBytesInFlight(new MemorySize(8)));
    for (Proxy<String> proxy : proxies) {
      task.processElement(proxy, 0);
    }
    await().until(() -> server.gets().size() == 2);
    await().during(Duration.ofMillis(60)).until(() -> server.gets().size() == 2);
    letGo(proxies.get(0));
    workUntil(task, () -> server.gets().size() == 3);
    server.getGate().open();
    task.endInput();
    assertThat(task.extractOutputValues()).containsExactly("aaaa", "bbbb", "cccc", "dddd");
  }

  @Test
  void anObjectLargerThanTheByteBoundIsFetchedAlone() throws Exception {
    List<Proxy<String>> proxies = put("a", "larger than the bound", "c");
    List<String> ids = idsOf(proxies);
    server.getGate().shut();
    var task = open(DEFAULTS.setMaxBytesInFlight(new MemorySize(8)));
    for (Proxy<String> proxy : proxies) {
      task.processElement(proxy, 0);
    }
    assertAskedFor(ids.subList(0, 1));
    letGo(proxies.get(0));
    workUntil(task, () -> task.getOutput().size() == 1);
    assertAskedFor(ids.subList(0, 2));
    letGo(proxies.get(1));
    workUntil(task, () -> task.getOutput().size() == 2);
    assertAskedFor(ids);
  }

  @Test
  void recordsThatWaitOnlyForTheirTurnDoNotBlockTheTask() throws Exception {
    server.getGate().shut();
    var task = open(DEFAULTS.setMaxInFlight(100));
    for (int i = 0; i < 99; i++) {
      task.processElement(put("value"), i);
    }
    task.processWatermark(99);
    assertThat(task.getOutput()).isEmpty();
    server.getGate().open();
    task.endInput();
    assertThat(task.getOutput()).hasSize(100);
  }
}
