package dev.proxystore.examples.cluster;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bin/cluster status}. */
@Command(
    name = "status",
    description = {
      "Shows the processes of the cluster. The exit status is 0 if all of them are up.",
      "A process is 'waiting' while it runs but the JobManager does not answer for it."
    })
final class StatusCommand implements Callable<Integer> {
  private static final String ROW = "%-16s %-8s %-22s %-8s %s%n";

  @Mixin private final DirectoryOption directory = new DirectoryOption();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    RunDirectory run = directory.directory();
    List<ProcessStatus> all = new Cluster(run).status();
    if (all.isEmpty()) {
      throw new ClusterException(
          "No cluster is running in %s. Start one with bin/cluster start.".formatted(run.path()));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(ROW, "PROCESS", "PID", "ADDRESS", "STATE", "SLOTS");
    all.forEach(each -> print(out, each));
    out.flush();
    boolean up = all.stream().allMatch(each -> each.state() == ProcessStatus.State.UP);
    return up ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static void print(PrintWriter out, ProcessStatus status) {
    out.printf(
        ROW,
        status.name(),
        status.pid().map(String::valueOf).orElse("-"),
        status.address(),
        status.state().name().toLowerCase(Locale.ROOT),
        status.slots());
  }
}
