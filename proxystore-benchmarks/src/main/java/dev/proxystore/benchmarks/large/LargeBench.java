package dev.proxystore.benchmarks.large;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.proxystore.benchmarks.BenchHazelcast;
import dev.proxystore.benchmarks.BenchRedis;
import dev.proxystore.benchmarks.Measurement;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.redis.testing.RedisServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One large object, put from a stream and read as one, by a process with a small heap. */
@Command(
    name = "large",
    mixinStandardHelpOptions = true,
    description = "An object larger than the heap: put from a stream, read as a stream.")
public final class LargeBench implements Callable<Integer> {
  private enum Where {
    REDIS,
    HAZELCAST,
    FILE
  }

  @Option(
      names = "--store",
      description = "Where it goes: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Where store = Where.REDIS;

  @Option(names = "--bytes", description = "How large it is. Default: ${DEFAULT-VALUE}.")
  private String bytes = "8GiB";

  @Option(names = "--heap", description = "The process's -Xmx. Default: ${DEFAULT-VALUE}.")
  private String heap = "256m";

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Add two lines of JSON to this file.")
  private @Nullable Path json;

  private LargeBench() {}

  @Override
  public Integer call() throws Exception {
    long length = ConnectorOptions.parseSize("bytes", bytes.replaceAll("(?i)ib$", "b"));
    double[] seconds =
        switch (store) {
          case REDIS -> throughRedis(length);
          case HAZELCAST -> throughHazelcast(length);
          case FILE -> throughFiles(length);
        };
    report("put", length, seconds[0]);
    report("get", length, seconds[1]);
    return 0;
  }

  private double[] throughRedis(long length) throws IOException {
    try (RedisServer server = BenchRedis.start()) {
      return run("redis://127.0.0.1:%d/large".formatted(server.port()), length);
    }
  }

  private double[] throughHazelcast(long length) throws IOException {
    int heapMegabytes = (int) (1024 + (length >> 20) * 3 / 2);
    try (BenchHazelcast member = BenchHazelcast.start(heapMegabytes)) {
      return run(member.store("large"), length);
    }
  }

  private double[] throughFiles(long length) throws IOException {
    Path folder = Files.createTempDirectory("proxystore-bench");
    try {
      return run(folder.toUri() + "large", length);
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  private double[] run(String address, long length) throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx" + heap,
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-Dhazelcast.logging.type=slf4j",
                "-cp",
                System.getProperty("java.class.path"),
                LargeProcess.class.getName(),
                address,
                Long.toString(length))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader answer = process.inputReader(UTF_8)) {
      String line = answer.readLine();
      if (line == null) {
        throw new IOException("The process has failed; what it said stands above.");
      }
      return Stream.of(line.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
    } finally {
      process.destroy();
    }
  }

  private void report(String arm, long length, double seconds) throws IOException {
    Map<String, String> parameters =
        Map.of(
            "store",
            store.name().toLowerCase(Locale.ROOT),
            "size",
            Long.toString(length),
            "heap",
            heap);
    Measurement measurement =
        Measurement.of("large", arm, parameters, "MiB/s", new double[] {(length >> 20) / seconds});
    measurement.report(json);
  }
}
