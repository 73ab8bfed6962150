package dev.proxystore.benchmarks;

import dev.proxystore.benchmarks.call.CallBench;
import dev.proxystore.benchmarks.checkpoint.CheckpointBench;
import dev.proxystore.benchmarks.dispatch.DispatchBench;
import dev.proxystore.benchmarks.payload.PayloadBench;
import dev.proxystore.benchmarks.release.ReleaseBench;
import dev.proxystore.benchmarks.scaling.ScalingBench;
import dev.proxystore.benchmarks.stream.StreamBench;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code bin/bench}. */
@Command(
    name = "bin/bench",
    mixinStandardHelpOptions = true,
    description = "Measures what ProxyStore takes, on this machine.",
    subcommands = {
      CallBench.class,
      CheckpointBench.class,
      DispatchBench.class,
      PayloadBench.class,
      ReleaseBench.class,
      ScalingBench.class,
      StreamBench.class
    })
public final class BenchCommand {
  private BenchCommand() {}

  /** Runs a benchmark and ends the process with its exit status. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new BenchCommand()).execute(arguments));
  }
}
