package dev.proxystore.examples.cluster;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.MemorySize;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bin/cluster start}. */
@Command(
    name = "start",
    sortOptions = false,
    description = "Starts a cluster and waits until it takes jobs.")
final class StartCommand implements Callable<Integer> {
  private static final String DEFAULT = "Default: ${DEFAULT-VALUE}.";

  @Option(
      names = "--taskmanagers",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many processes run tasks. " + DEFAULT)
  private int taskManagers;

  @Option(
      names = "--slots",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many tasks of an operator each TaskManager runs side by side. " + DEFAULT)
  private int slots;

  @Option(
      names = "--task-heap",
      paramLabel = "SIZE",
      defaultValue = "1g",
      description = "The heap that the slots of a TaskManager share, such as 512m. " + DEFAULT)
  private MemorySize taskHeap = MemorySize.ZERO;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8181",
      description = "Where the web UI is and jobs are submitted. " + DEFAULT)
  private int port;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long to wait for the processes. " + DEFAULT)
  private int timeoutSeconds;

  @Mixin private final DirectoryOption directory = new DirectoryOption();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    ClusterConfig config = config();
    RunDirectory run = directory.directory();
    PrintWriter out = spec.commandLine().getOut();
    new Cluster(run).start(config, Duration.ofSeconds(timeoutSeconds), line -> print(out, line));
    out.printf("The cluster is up with %d slots.%n", taskManagers * slots);
    out.printf("Web UI: %s%n", new RestClient(port).root());
    out.printf("Logs:   %s%n", run.logs());
    out.flush();
    return ExitCode.OK;
  }

  private ClusterConfig config() throws IOException {
    try {
      return new ClusterConfig(port, LoopbackPort.findFree(), taskManagers, slots, taskHeap);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static void print(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }
}
