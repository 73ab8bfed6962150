package dev.proxystore.benchmarks;

import dev.proxystore.benchmarks.call.CallBench;
import dev.proxystore.benchmarks.checkpoint.CheckpointBench;
import dev.proxystore.benchmarks.contention.ContentionBench;
import dev.proxystore.benchmarks.dispatch.DispatchBench;
import dev.proxystore.benchmarks.growth.GrowthBench;
import dev.proxystore.benchmarks.large.LargeBench;
import dev.proxystore.benchmarks.overhead.OverheadBench;
import dev.proxystore.benchmarks.overlap.OverlapBench;
import dev.proxystore.benchmarks.payload.PayloadBench;
import dev.proxystore.benchmarks.release.ReleaseBench;
import dev.proxystore.benchmarks.report.ReportCommand;
import dev.proxystore.benchmarks.scaling.ScalingBench;
import dev.proxystore.benchmarks.stream.StreamBench;
import dev.proxystore.benchmarks.wire.WireBench;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code bin/bench}. */
@Command(
    name = "bin/bench",
    mixinStandardHelpOptions = true,
    description = "Measures what ProxyStore takes, on this machine.",
    subcommands = {
      OverheadBench.class,
      DispatchBench.class,
      ScalingBench.class,
      StreamBench.class,
      CheckpointBench.class,
      OverlapBench.class,
      WireBench.class,
      ContentionBench.class,
      GrowthBench.class,
      ReleaseBench.class,
      PayloadBench.class,
      LargeBench.class,
      CallBench.class,
      AllCommand.class,
      ReportCommand.class
    })
public final class BenchCommand {
  private BenchCommand() {}

  /** Runs a benchmark and ends the process with its exit status. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new BenchCommand());
  }
}
