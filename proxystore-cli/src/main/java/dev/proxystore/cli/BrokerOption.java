package dev.proxystore.cli;

import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Brokers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which broker a command is for. */
final class BrokerOption {
  static final String VARIABLE = "PROXYSTORE_BROKER";

  @Option(
      names = {"-b", "--broker"},
      paramLabel = "ADDRESS",
      description =
          "The broker, such as redis://localhost:6379/events?broker=stream. Default: what PROXYSTORE_BROKER"
              + " says.")
  private @Nullable String broker;

  @Spec(Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  Broker open() {
    return Brokers.open(require());
  }

  String require() {
    String address = broker == null ? System.getenv(VARIABLE) : broker;
    if (address == null || address.isBlank()) {
      throw Failures.argument(
          spec.commandLine(),
          "Which broker? Say --broker ADDRESS, such as redis://localhost:6379/events?broker=stream, or set %s."
              .formatted(VARIABLE));
    }
    return address;
  }
}
