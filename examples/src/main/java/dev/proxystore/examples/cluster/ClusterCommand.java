package dev.proxystore.examples.cluster;

import java.io.IOException;
import org.apache.flink.configuration.MemorySize;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The command {@code bin/cluster}: starts, stops and shows a Flink cluster on this machine. */
@Command(
    name = ClusterCommand.NAME,
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
    exitCodeList = {"0:done; for status: every process is up", "1:failed, or an argument is wrong"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  bin/cluster start",
      "  bin/cluster start --taskmanagers 3 --slots 1 --port 8282 --dir /tmp/second",
      "  bin/cluster status",
      "  bin/demo --cluster 127.0.0.1:8181",
      "  bin/cluster stop"
    })
public final class ClusterCommand {
  static final String NAME = "bin/cluster";

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
        .registerConverter(MemorySize.class, ClusterCommand::memorySize)
        .setParameterExceptionHandler(ClusterCommand::explain)
        .setExecutionExceptionHandler(command::explain);
  }

  private static MemorySize memorySize(String text) {
    try {
      return MemorySize.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "'%s' is no size, expected one such as 512m or 2g".formatted(text));
    }
  }

  private static int explain(ParameterException wrong, String[] arguments) {
    CommandLine commandLine = wrong.getCommandLine();
    String message = String.valueOf(wrong.getMessage());
    commandLine
        .getErr()
        .printf(
            "%s: %s%s See %s --help.%n",
            NAME,
            message,
            message.endsWith(".") ? "" : ".",
            commandLine.getCommandSpec().qualifiedName());
    return ExitCode.SOFTWARE;
  }

  private int explain(Exception failure, CommandLine commandLine, ParseResult parsed) {
    commandLine.getErr().println(NAME + ": " + sentence(failure));
    if (verbose) {
      failure.printStackTrace(commandLine.getErr());
    }
    return ExitCode.SOFTWARE;
  }

  private static String sentence(Exception failure) {
    if (failure instanceof ClusterException) {
      return String.valueOf(failure.getMessage());
    }
    return failure instanceof IOException
        ? "A file of the cluster cannot be read or written: " + failure + "."
        : "Failed unexpectedly: " + failure + ". Run again with --verbose to see where.";
  }
}
