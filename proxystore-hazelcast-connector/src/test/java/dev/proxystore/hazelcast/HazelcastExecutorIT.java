package dev.proxystore.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.core.HazelcastInstance;
import dev.proxystore.hazelcast.testing.HazelcastMember;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.Store;
import dev.proxystore.store.executor.ProxyPolicy;
import dev.proxystore.store.executor.StoreExecutor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks of this process that a member in another process runs. */
@Timeout(120)
final class HazelcastExecutorIT {
  private static final int LARGE = 3 << 20;

  @TempDir Path folder;
  private HazelcastMember member;
  private HazelcastInstance client;

  @BeforeEach
  void start() {
    member = HazelcastMember.startProcess();
    ClientConfig config = new ClientConfig().setClusterName(member.cluster());
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.getNetworkConfig().addAddress(member.address());
    // A client that has no member left gives up what it waits for, rather than look for one.
    config
        .getConnectionStrategyConfig()
        .getConnectionRetryConfig()
        .setClusterConnectTimeoutMillis(5_000);
    config.setProperty("hazelcast.client.invocation.timeout.seconds", "10");
    client = HazelcastClient.newHazelcastClient(config);
  }

  @AfterEach
  void stop() {
    client.shutdown();
    member.close();
  }

  private StoreExecutor executor(Store store) {
    return StoreExecutor.builder(store, client.getExecutorService("tasks"))
        .argumentPolicy(ProxyPolicy.bySize(1 << 10))
        .resultPolicy(ProxyPolicy.bySize(1 << 10))
        .build();
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private static byte[] doubled(byte[] bytes) {
    byte[] result = new byte[bytes.length * 2];
    System.arraycopy(bytes, 0, result, 0, bytes.length);
    System.arraycopy(bytes, 0, result, bytes.length, bytes.length);
    return result;
  }

  private static List<String> ids(Store store) {
    List<String> ids = new ArrayList<>();
    store.list("", ids::add);
    return ids;
  }

  @Test
  void argumentsAndResultsGoThroughTheStoreAndNothingStays() throws Exception {
    try (Store store = Store.open(member.store("tasks"));
        StoreExecutor tasks = executor(store)) {
      byte[] large = new byte[LARGE];
      large[LARGE - 1] = 7;
      assertThat(tasks.submit(() -> pid()).get()).isNotEqualTo(pid());
      assertThat(tasks.submit(HazelcastExecutorIT::doubled, large).get()).isEqualTo(doubled(large));
      CompletableFuture<Proxy<byte[]>> first =
          tasks.submitForProxy(HazelcastExecutorIT::doubled, large);
      assertThat(tasks.submit(made -> made.resolve().length, first.get()).get())
          .isEqualTo(2 * LARGE);
      assertThat(ids(store)).isEmpty();
    }
  }

  @Test
  void theWorkersStoreIsConfiguredAsThatOfTheCaller() throws Exception {
    try (Store store = Store.builder(member.store("tasks")).allow(Own.class).cacheSize(3).build();
        StoreExecutor tasks =
            StoreExecutor.builder(store, client.getExecutorService("tasks"))
                .argumentPolicy(ProxyPolicy.always())
                .resultPolicy(ProxyPolicy.always())
                .build()) {
      Own result = tasks.submit(own -> new Own(own.text + "!"), new Own("own")).get();
      assertThat(result.text).isEqualTo("own!");
    }
  }

  /** A class that stores read and write only if it is allowed. */
  static final class Own {
    final String text;

    Own(String text) {
      this.text = text;
    }
  }

  @Test
  void aWorkerThatIsKilledFailsItsTaskAndLeavesNothing() {
    try (Store store = Store.open("file:" + folder.resolve("tasks"));
        StoreExecutor tasks = executor(store)) {
      Path begun = folder.resolve("begun");
      CompletableFuture<Integer> future =
          tasks.submit(HazelcastExecutorIT::neverEnds, new byte[LARGE], begun.toString());
      await().until(() -> Files.exists(begun));
      assertThat(ids(store)).hasSize(1);
      member.kill();
      assertThatExceptionOfType(ExecutionException.class).isThrownBy(future::get);
      assertThat(ids(store)).isEmpty();
    }
  }

  private static int neverEnds(byte[] bytes, String begun) throws Exception {
    Files.createFile(Path.of(begun));
    new CountDownLatch(1).await();
    return bytes.length;
  }
}
