package dev.proxystore.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options that all commands have. */
@Command
abstract class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text.")
  @SuppressWarnings("UnusedVariable") // picocli looks for it
  private boolean help;

  @Option(names = "--verbose", description = "Show where a failure comes from.")
  private boolean verbose;

  boolean isVerbose() {
    return verbose;
  }
}
