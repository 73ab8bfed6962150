package dev.proxystore.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.connector.Key;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import dev.proxystore.store.lifetime.LeaseLifetime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A lease that a process holds, and takes along however it dies. */
final class RedisLeaseIT {
  private static final Duration LENGTH = Duration.ofMillis(1500);

  /** The other process: puts an object, prints its id, and keeps its lease until it is killed. */
  static final class Holder {
    private Holder() {}

    /** Never returns. */
    public static void main(String[] arguments) throws InterruptedException {
      Store store = Store.open(arguments[0]);
      LeaseLifetime lease = LeaseLifetime.withHeartbeat(LENGTH);
      Key key = store.put("kept", PutOptions.defaults().withLifetime(lease));
      System.out.println(key.id());
      new CountDownLatch(1).await();
    }
  }

  private static Process start(String store) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            store)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void objectsStayAsLongAsTheirHolderLivesAndGoSoonAfterItWasKilled() throws Exception {
    try (RedisServer server = RedisServer.start();
        Store store = Store.open(TestObjects.address(server))) {
      Process holder = start(TestObjects.address(server));
      try (BufferedReader output =
          new BufferedReader(
              new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
        Key key = Key.toEvict(output.readLine());
        await()
            .during(LENGTH.multipliedBy(2))
            .atMost(LENGTH.multipliedBy(6))
            .until(() -> store.exists(key));
        holder.destroyForcibly().waitFor();
        assertThat(holder.exitValue()).as("killed by SIGKILL").isEqualTo(128 + 9);
        await().atMost(LENGTH.multipliedBy(6)).until(() -> !store.exists(key));
      } finally {
        holder.destroyForcibly();
      }
    }
  }
}
