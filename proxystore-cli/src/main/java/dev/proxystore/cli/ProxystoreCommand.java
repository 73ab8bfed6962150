package dev.proxystore.cli;

import dev.proxystore.store.Stores;
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
      ProxystoreCommand.CompletionCommand.class
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
    int status = commandLine().execute(arguments);
    Stores.closeAll();
    System.exit(status);
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
    spec.commandLine().usage(spec.commandLine().getOut());
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
