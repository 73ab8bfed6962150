package dev.proxystore.redis.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects how a {@link RedisServer} is started. Used by one thread. */
public final class RedisServerBuilder {
  private final List<String> lines = new ArrayList<>();
  private boolean encrypted;
  private boolean sentinel;
  private int clusterPort;
  private @Nullable Path binary;

  RedisServerBuilder() {
    lines.add("bind " + RedisServer.HOST);
    lines.add("save \"\"");
    lines.add("daemonize no");
  }

  /** Speaks TLS only, and asks clients for no certificate. */
  public RedisServerBuilder tls(TestCertificates certificates) {
    encrypted = true;
    return line("tls-cert-file " + certificates.certificate())
        .line("tls-key-file " + certificates.key())
        .line("tls-ca-cert-file " + certificates.certificate())
        .line("tls-auth-clients no");
  }

  /**
   * Lets in one user, and nobody else.
   *
   * @param rules what the user may do, as Redis writes it, such as {@code ~frames:* +get +set}
   */
  public RedisServerBuilder user(String name, String password, String rules) {
    return line("user default off").line("user " + name + " on >" + password + " " + rules);
  }

  /** Lets in whoever knows the password, as the default user. */
  public RedisServerBuilder password(String password) {
    return line("requirepass " + password);
  }

  /** Keeps its data over a restart, in an append-only file in a folder that stays. */
  public RedisServerBuilder appendOnly(Path folder) {
    return line("appendonly yes").line("appendfsync always").line("dir " + folder);
  }

  /** May become a node of a cluster; {@link RedisCluster} puts several together. */
  public RedisServerBuilder clusterNode() {
    clusterPort = freePort();
    return line("cluster-enabled yes")
        .line("cluster-port " + clusterPort)
        .line("cluster-node-timeout 2000");
  }

  /** Copies another server. */
  public RedisServerBuilder replicaOf(RedisServer master) {
    return line("replicaof " + RedisServer.HOST + " " + master.port())
        .line("repl-diskless-sync-delay 0");
  }

  /** Is no server, but a sentinel that guards one, alone, and acts when it was silent for 1 s. */
  public RedisServerBuilder sentinelOf(String name, RedisServer master) {
    sentinel = true;
    return line("sentinel monitor " + name + " " + RedisServer.HOST + " " + master.port() + " 1")
        .line("sentinel down-after-milliseconds " + name + " 1000")
        .line("sentinel failover-timeout " + name + " 5000");
  }

  /** Runs another binary than the one that is found otherwise. */
  public RedisServerBuilder binary(Path executable) {
    binary = executable;
    return this;
  }

  /** One more line of configuration. */
  public RedisServerBuilder line(String text) {
    lines.add(text);
    return this;
  }

  /** Starts the server and waits until it takes connections. */
  public RedisServer start() {
    return RedisServer.start(this);
  }

  /**
   * Writes the configuration and says how to run it; passwords do not show in lists of processes.
   */
  List<String> command(int port, Path folder) {
    List<String> content = new ArrayList<>(lines);
    content.add(encrypted ? "port 0" : "port " + port);
    if (encrypted) {
      content.add("tls-port " + port);
    }
    Path configuration = folder.resolve("redis.conf");
    try {
      Files.write(configuration, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command = new ArrayList<>();
    command.add((binary == null ? RedisBinary.locate() : binary).toString());
    command.add(configuration.toString());
    if (sentinel) {
      command.add("--sentinel");
    }
    return command;
  }

  int clusterPort() {
    return clusterPort;
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
