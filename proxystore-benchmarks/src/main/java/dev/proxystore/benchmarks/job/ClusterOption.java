package dev.proxystore.benchmarks.job;

import java.io.IOException;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster a benchmark of whole jobs runs on. */
public final class ClusterOption {
  @Option(
      names = "--cluster",
      paramLabel = "PORT",
      description =
          "Run on the cluster of this machine whose JobManager has this port, with the classes of"
              + " the benchmarks on its class path, rather than on one of its own.")
  private @Nullable Integer port;

  /** The one that was named, else a new one: see {@link BenchCluster#start}. */
  public BenchCluster open(int taskManagers, int slots, MemorySize heap)
      throws IOException, InterruptedException {
    return port != null ? BenchCluster.at(port) : BenchCluster.start(taskManagers, slots, heap);
  }
}
