package dev.proxystore.examples.cluster;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bin/cluster stop}. */
@Command(
    name = "stop",
    description = "Stops the cluster and waits until its processes have ended. The logs stay.")
final class StopCommand implements Callable<Integer> {
  @Mixin private final DirectoryOption directory = new DirectoryOption();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    RunDirectory run = directory.directory();
    List<String> stopped = new Cluster(run).stop();
    spec.commandLine()
        .getOut()
        .println(
            stopped.isEmpty()
                ? "No cluster was running in " + run.path()
                : "Stopped " + String.join(", ", stopped));
    return ExitCode.OK;
  }
}
