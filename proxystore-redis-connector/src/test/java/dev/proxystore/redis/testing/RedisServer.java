package dev.proxystore.redis.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Redis server process of its own, on a free port of the loopback interface, with nothing on disk
 * but its configuration. Closing stops it; a JVM that ends without doing so stops it too. Used by
 * one thread.
 *
 * <pre>{@code
 * try (RedisServer redis = RedisServer.start();
 *     Store store = Store.open("redis://127.0.0.1:" + redis.port() + "/frames")) {
 *   store.put(image);
 * }
 * }</pre>
 *
 * The binary is the one in {@code org.signal:embedded-redis} for this machine, or the file that the
 * system property {@code proxystore.redis.server} or the variable {@code PROXYSTORE_REDIS_SERVER}
 * names.
 */
public final class RedisServer implements AutoCloseable {
  /** The only address that servers bind to. */
  public static final String HOST = "127.0.0.1";

  private static final int ATTEMPTS = 3;
  private static final int SECONDS_TO_STOP = 5;

  private final int port;
  private final int clusterPort;
  private final List<String> command;
  private final Path folder;
  private final Thread stopAtExit = new Thread(this::stop, "stop-redis");
  private Process process;

  private RedisServer(int port, RedisServerBuilder builder, Path folder) {
    this.port = port;
    this.clusterPort = builder.clusterPort();
    this.command = builder.command(port, folder);
    this.folder = folder;
    this.process = launch();
    Runtime.getRuntime().addShutdownHook(stopAtExit);
  }

  /** A plain server without persistence. */
  public static RedisServer start() {
    return builder().start();
  }

  /** A server with more to it. */
  public static RedisServerBuilder builder() {
    return new RedisServerBuilder();
  }

  /** Tries more than once, since another process may be faster to take the free port. */
  static RedisServer start(RedisServerBuilder builder) {
    for (int attempt = 1; ; attempt++) {
      int port = RedisServerBuilder.freePort();
      Path folder = temporaryFolder();
      try {
        return new RedisServer(port, builder, folder);
      } catch (IllegalStateException e) {
        deleteAll(folder);
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("proxystore-redis");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process launch() {
    try {
      Process started =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      awaitReady(started);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException("The Redis server cannot be started.", e);
    }
  }

  /** Reads what the server prints until it says that it is ready; a thread reads the rest. */
  private static void awaitReady(Process started) throws IOException {
    BufferedReader output = started.inputReader(StandardCharsets.UTF_8);
    StringBuilder printed = new StringBuilder();
    for (@Nullable String line = output.readLine(); line != null; line = output.readLine()) {
      printed.append(line).append('\n');
      if (line.contains("Ready to accept connections") || line.contains("Sentinel ID is")) {
        Thread drain = new Thread(() -> drain(output), "redis-output");
        drain.setDaemon(true);
        drain.start();
        return;
      }
    }
    throw new IllegalStateException("The Redis server did not start:\n" + printed);
  }

  private static void drain(BufferedReader output) {
    try {
      output.lines().forEach(each -> {});
    } catch (UncheckedIOException e) {
      // The server was killed.
    }
  }

  /** The port that clients connect to. */
  public int port() {
    return port;
  }

  /** Where the nodes of a cluster talk to this one. */
  int clusterPort() {
    return clusterPort;
  }

  /** {@code host:port}, as addresses hold it. */
  public String hostAndPort() {
    return HOST + ":" + port;
  }

  /** The id of the process that runs now. */
  public long pid() {
    return process.pid();
  }

  /** Stops the process in its tracks: connections stay, and nobody answers. */
  public void freeze() {
    signal("STOP");
  }

  /** Lets a frozen process go on. */
  public void unfreeze() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("The process " + pid() + " took no signal.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a signal was sent.", e);
    }
  }

  /** Ends the process as a crash would. */
  public void kill() {
    try {
      process.destroyForcibly().waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the process and starts another one on the same port and folder. */
  public void restart() {
    kill();
    process = launch();
  }

  /** May be called twice: by who closes it, and when the JVM is told to end meanwhile. */
  private synchronized void stop() {
    kill();
    if (Files.exists(folder)) {
      deleteAll(folder);
    }
  }

  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(stopAtExit);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook runs, and finds nothing to stop.
    }
  }

  private static void deleteAll(Path folder) {
    try (var files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
