package dev.proxystore.cli;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.config.ConfigException;
import dev.proxystore.connector.AddressException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Failures as sentences, and as exit statuses. */
final class Failures {
  private Failures() {}

  /** An argument that is wrong, as a command finds it. */
  static ParameterException argument(CommandLine command, String problem) {
    return new ParameterException(command, problem);
  }

  /** What an argument stands for; if it stands for nothing, it is wrong. */
  static <T> T argument(CommandLine command, Supplier<T> meaning) {
    try {
      return meaning.get();
    } catch (AddressException | ConfigException | IllegalArgumentException e) {
      throw argument(command, String.valueOf(e.getMessage()));
    }
  }

  /** What was to be printed was not. */
  static UncheckedIOException ofOutput() {
    return new UncheckedIOException(new IOException("Standard output takes no more."));
  }

  static int ofArguments(ParameterException e, String[] unused) {
    CommandLine command = e.getCommandLine();
    command.getErr().println("%s: %s".formatted(ProxystoreCommand.NAME, e.getMessage()));
    command
        .getErr()
        .println("Try '%s --help'.".formatted(command.getCommandSpec().qualifiedName()));
    return ExitCode.USAGE;
  }

  static int ofExecution(Exception e, CommandLine command, ParseResult unused) {
    command.getErr().println("%s: %s".formatted(ProxystoreCommand.NAME, sentence(e)));
    if (command.getCommand() instanceof HelpOption options && options.isVerbose()) {
      e.printStackTrace(command.getErr());
    }
    return ExitCode.SOFTWARE;
  }

  static String sentence(Throwable e) {
    Throwable cause = e.getCause();
    if (e instanceof UncheckedIOException && cause != null) {
      return sentence(cause);
    }
    String message = String.valueOf(e.getMessage());
    if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
      return "There is no file " + message + ".";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "There is a file " + message + " already.";
    }
    return e instanceof ProxyStoreException
            || e instanceof IllegalArgumentException
            || e instanceof UnsupportedOperationException
            || (e instanceof IOException && message.contains(" "))
        ? message
        : e.getClass().getSimpleName() + ": " + message;
  }
}
