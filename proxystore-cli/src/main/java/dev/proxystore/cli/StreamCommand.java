package dev.proxystore.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Sends to streams and looks at them. */
@Command(
    name = "stream",
    synopsisSubcommandLabel = "COMMAND",
    description = "Sends files to a topic, or shows the events of one.",
    subcommands = {SendCommand.class, TailCommand.class})
final class StreamCommand extends HelpOption implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
