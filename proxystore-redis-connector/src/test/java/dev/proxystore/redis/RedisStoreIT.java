package dev.proxystore.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.proxystore.connector.ConnectorException;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import dev.proxystore.store.large.LargeObject;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

@Timeout(60)
final class RedisStoreIT {
  /** The libraries that the core and this module need when they run, and nothing of the tests. */
  private static final Pattern RUN_TIME =
      Pattern.compile(
          "(proxystore-core|proxystore-redis-connector|jedis|commons-pool2|gson|json|kryo|minlog"
              + "|objenesis|reflectasm|caffeine|slf4j-api)-[0-9][^/]*(?<!-tests)\\.jar");

  @Test
  void aProxyResolvesInAProcessThatHasOnlyTheConnectorsJarAndTheAddress(@TempDir Path folder)
      throws Exception {
    try (RedisServer server = RedisServer.start();
        Store store = Store.open(TestObjects.address(server))) {
      Proxy<String> proxy = store.proxy("a picture of a cat");
      assertThat(resolveElsewhere(proxy, folder)).isEqualTo("a picture of a cat");
    }
  }

  @Test
  void readingOnAfterTheStoreWasClosedSaysThatItIsClosed() throws IOException {
    try (RedisServer server = RedisServer.start()) {
      Store store = Store.open(TestObjects.address(server));
      LargeObject object = store.proxy(new ByteArrayInputStream(new byte[20 << 20])).resolve();
      try (InputStream in = object.open()) {
        assertThat(in.read()).isZero();
        store.close();
        assertThatExceptionOfType(IOException.class)
            .isThrownBy(in::readAllBytes)
            .withMessageContaining("The store " + store.address() + " is closed.");
      }
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(object::open)
          .withMessageContaining("The store " + store.address() + " is closed.");
    }
  }

  private static String resolveElsewhere(Proxy<String> proxy, Path folder) throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path errors = folder.resolve("errors");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(folder),
                ResolveInAnotherProcess.class.getName(),
                proxy.toUri().toString())
            .redirectError(errors.toFile())
            .start();
    try {
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
      return printed.strip();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String classPath(Path folder) throws IOException {
    copyClass(ResolveInAnotherProcess.class, folder);
    String libraries =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> RUN_TIME.matcher(Path.of(entry).getFileName().toString()).matches())
            .collect(Collectors.joining(File.pathSeparator));
    return folder + File.pathSeparator + libraries;
  }

  private static void copyClass(Class<?> type, Path folder) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    Path target = folder.resolve(name);
    Files.createDirectories(target.getParent());
    try (InputStream in = type.getResourceAsStream("/" + name)) {
      Files.copy(in, target);
    }
  }

  @Test
  void aProxyThatEvictsLeavesNothingBehind() {
    try (RedisServer server = RedisServer.start();
        Jedis client = TestObjects.client(server);
        Store store =
            Store.builder(TestObjects.address(server))
                .connectorOption(RedisOptions.CHUNK_SIZE, "1mb")
                .build()) {
      byte[] small = {1, 2, 3};
      byte[] large = TestObjects.filled(TestObjects.LARGE, 1);
      assertThat(store.proxy(small, PutOptions.evictOnResolve()).resolve()).isEqualTo(small);
      assertThat(store.proxy(large, PutOptions.evictOnResolve()).resolve()).isEqualTo(large);
      assertThat(client.dbSize()).isZero();
    }
  }

  @Test
  void aClosedStoreLeavesNoThreadBehind() {
    try (RedisServer server = RedisServer.start()) {
      Set<String> before = libraryThreads();
      Store store = Store.open(TestObjects.address(server));
      store.put("x");
      assertThat(libraryThreads()).isNotEqualTo(before);
      store.close();
      await().untilAsserted(() -> assertThat(libraryThreads()).isEqualTo(before));
    }
  }

  private static Set<String> libraryThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> Stream.of("pool", "edis", "entinel").anyMatch(name::contains))
        .filter(name -> !name.equals("redis-output"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void aStoreThatCannotBeReachedIsAnErrorWhenItIsBuilt() {
    RedisServer server = RedisServer.start();
    server.close();
    assertThatExceptionOfType(ConnectorException.class)
        .isThrownBy(() -> Store.open(TestObjects.address(server)))
        .withMessageEndingWith("cannot be opened: Connection refused.");
  }
}
