package dev.proxystore.benchmarks;

import dev.proxystore.benchmarks.chaos.GridMember;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A Hazelcast member of its own process that benchmarks run against. */
public final class BenchHazelcast implements AutoCloseable {
  public static final String CLUSTER = "bench";

  private final GridMember member;
  private final int port;
  private final Path log;

  private BenchHazelcast(GridMember member, int port, Path log) {
    this.member = member;
    this.port = port;
    this.log = log;
  }

  /** A member with so much heap, with the collector that members usually have. */
  public static BenchHazelcast start(int heapMegabytes) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Path log = Files.createTempFile("proxystore-bench", ".log");
    List<String> options = List.of("-Xmx%dm".formatted(heapMegabytes), "-XX:+UseG1GC");
    GridMember member = GridMember.start(CLUSTER, List.of(port), log, options);
    member.awaitStart();
    return new BenchHazelcast(member, port, log);
  }

  public String hostAndPort() {
    return "127.0.0.1:" + port;
  }

  /** The address of a store in it. */
  public String store(String name) {
    return "hazelcast://%s/%s?cluster=%s".formatted(hostAndPort(), name, CLUSTER);
  }

  @Override
  public void close() throws IOException {
    member.kill();
    Files.deleteIfExists(log);
  }
}
