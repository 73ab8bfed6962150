package dev.proxystore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.JavaProcess;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.future.ProxyFuture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A proxy is all that another process needs. */
final class OtherProcessTest {
  private static final String RESOLVE_ALL =
      """
      for (String each : arguments) {
        Proxy<Object> proxy = Proxy.fromUri(java.net.URI.create(each), Object.class);
        Object value = proxy.resolve();
        System.out.println(value instanceof byte[] bytes ? bytes.length : value);
      }
      """;

  @Test
  void aFutureIsWaitedForInAnotherProcessAndCompletedInThis(@TempDir Path folder) throws Exception {
    try (Store store = Store.open(folder.resolve("frames").toUri().toString())) {
      ProxyFuture<Object> first = store.future();
      ProxyFuture<Object> second = store.future();
      Process process =
          JavaProcess.start(
              folder,
              "System.out.println(\"begun\");" + RESOLVE_ALL,
              first.proxy().toUri().toString(),
              second.proxy().toUri().toString());
      try {
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> Files.readString(JavaProcess.output(folder)).contains("begun"));
        first.complete("late");
        second.complete(Map.of("a", List.of(1, 2)));
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      } finally {
        process.destroyForcibly();
      }
      assertThat(Files.readAllLines(JavaProcess.output(folder)))
          .containsExactly("begun", "late", "{a=[1, 2]}");
    }
  }

  @Test
  void resolvesByItsAddressWithOnlyTheCoreOnTheClassPath(@TempDir Path folder) throws Exception {
    try (Store store = Store.open(folder.resolve("frames").toUri().toString())) {
      List<Proxy<Object>> proxies =
          store.proxyBatch(
              List.of(new byte[100_000], "some text", Map.of("a", List.of(1, 2))),
              PutOptions.evictOnResolve());
      String[] addresses =
          proxies.stream().map(each -> each.toUri().toString()).toArray(String[]::new);

      Process process = JavaProcess.start(folder, RESOLVE_ALL, addresses);
      try {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      } finally {
        process.destroyForcibly();
      }
      assertThat(Files.readAllLines(JavaProcess.output(folder)))
          .containsExactly("100000", "some text", "{a=[1, 2]}");
      assertThat(proxies).noneMatch(each -> store.exists(((StoreFactory<?>) each.factory()).key()));
    }
  }
}
