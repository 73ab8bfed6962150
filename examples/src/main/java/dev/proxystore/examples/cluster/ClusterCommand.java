package dev.proxystore.examples.cluster;

import org.apache.flink.configuration.MemorySize;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code bin/cluster}: starts, stops and shows a Flink cluster on this machine. */
@Command(
    name = "bin/cluster",
    description = {
      "Runs an Apache Flink cluster on this machine: a JobManager and TaskManagers, each a process"
          + " of its own, from the jars that Maven fetched for the build. Everything listens on"
          + " 127.0.0.1 only.",
      ""
    },
    subcommands = {StartCommand.class, StopCommand.class, StatusCommand.class},
    synopsisSubcommandLabel = "(start | stop | status)",
    commandListHeading = "%nCommands, each with a --help of its own:%n",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:done; for status: every process is up", "1:failed", "2:wrong arguments"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  bin/cluster start",
      "  bin/cluster start --taskmanagers 3 --slots 1 --port 8282 --dir /tmp/second",
      "  bin/cluster status",
      "  bin/demo --cluster 127.0.0.1:8181",
      "  bin/cluster stop"
    })
public final class ClusterCommand {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this text.")
  @SuppressWarnings("UnusedVariable") // picocli looks for it
  private boolean help;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error.")
  private boolean verbose;

  private ClusterCommand() {}

  /** Runs the command and ends the process with its exit status. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    ClusterCommand command = new ClusterCommand();
    return new CommandLine(command)
        .registerConverter(MemorySize.class, MemorySize::parse)
        .setExecutionExceptionHandler(command.errors());
  }

  private IExecutionExceptionHandler errors() {
    return (failure, commandLine, parsed) -> {
      String message =
          failure instanceof ClusterException ? failure.getMessage() : failure.toString();
      commandLine.getErr().println("bin/cluster: " + message);
      if (verbose) {
        failure.printStackTrace(commandLine.getErr());
      }
      return commandLine.getCommandSpec().exitCodeOnExecutionException();
    };
  }
}
