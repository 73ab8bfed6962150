package dev.proxystore.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.proxystore.store.Stores;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code bin/proxystore}. */
@Command(
    name = ProxystoreCommand.NAME,
    synopsisSubcommandLabel = "COMMAND",
    description = "Looks into stores and streams, and moves files through them.",
    subcommands = {
      PutCommand.class,
      GetCommand.class,
      ExistsCommand.class,
      EvictCommand.class,
      ListCommand.class,
      StatsCommand.class,
      StreamCommand.class,
      DoctorCommand.class,
      ProxystoreCommand.CompletionCommand.class,
      CommandLine.HelpCommand.class
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:done", "1:failed, or not there", "2:an argument is wrong"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  export PROXYSTORE_STORE=redis://localhost:6379/frames",
      "  proxystore put genome.fa",
      "  proxystore ls --filter '*.fa' --sort size",
      "  proxystore doctor",
      "",
      "Passwords come from the environment (PROXYSTORE_<STORE>_PASSWORD, PROXYSTORE_PASSWORD), never from an",
      "argument."
    })
public final class ProxystoreCommand extends HelpOption implements Runnable {
  static final String NAME = "proxystore";

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  private ProxystoreCommand() {}

  /** Runs a command and ends the process with its exit status. */
  public static void main(String[] arguments) {
    Interruption interruption = Interruption.ofThisThread();
    int status = execute(arguments);
    Stores.closeAll();
    interruption.isOver();
    System.exit(status);
  }

  /** Whatever was printed last may not have been: that is a failure too. */
  private static int execute(String[] arguments) {
    PrintWriter out = new PrintWriter(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    CommandLine command = commandLine().setOut(out);
    try {
      int status = command.execute(arguments);
      if (status == 0 && out.checkError()) {
        throw Failures.ofOutput();
      }
      return status;
    } catch (UncheckedIOException | OutOfMemoryError e) {
      command.getErr().println(NAME + ": " + Failures.sentence(e));
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new ProxystoreCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpLongOptionsMaxWidth(28)
        .setUsageHelpWidth(110)
        .setParameterExceptionHandler(Failures::ofArguments)
        .setExecutionExceptionHandler(Failures::ofExecution);
  }

  @Override
  public void run() {
    throw Failures.noCommand(spec.commandLine());
  }

  /** Writes what a shell needs to complete commands and options. */
  @Command(
      name = "completion",
      description = "Writes a script with which bash or zsh complete commands and options.",
      footerHeading = "%nExample:%n",
      footer = "  source <(proxystore completion)")
  static final class CompletionCommand extends HelpOption implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
      spec.commandLine().getOut().print(AutoComplete.bash(NAME, commandLine()));
      spec.commandLine().getOut().flush();
    }
  }
}
