package dev.proxystore.cli;

import dev.proxystore.config.StoreConfigs;
import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.InspectableConnector;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which store a command is for. */
final class StoreOption {
  static final String VARIABLE = "PROXYSTORE_STORE";

  @Option(
      names = {"-s", "--store"},
      paramLabel = "STORE",
      description =
          "The store: an address such as redis://localhost:6379/frames or file:///data/frames, or a name"
              + " in the file of --config. Default: what PROXYSTORE_STORE says.")
  private @Nullable String store;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "A YAML or properties file that describes stores.")
  private @Nullable Path config;

  @Spec(Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  /** What is wrong with an address is said without it: it may hold a password. */
  StoreConfig require() {
    String named = store == null ? System.getenv(VARIABLE) : store;
    if (named == null || named.isBlank()) {
      throw Failures.argument(
          spec.commandLine(),
          "Which store? Say --store ADDRESS, such as redis://localhost:6379/frames, or set %s."
              .formatted(VARIABLE));
    }
    Path file = config;
    return Failures.argument(
        spec.commandLine(),
        () -> file == null ? StoreConfigs.parse(named) : StoreConfigs.fromFile(file).get(named));
  }

  Store open() {
    StoreConfig found = require();
    if (found.address().scheme().equals("local")) {
      spec.commandLine()
          .getErr()
          .println(
              "%s: %s is in the memory of this command, and goes with it."
                  .formatted(ProxystoreCommand.NAME, found.address()));
    }
    return Store.fromConfig(found);
  }

  Connector openConnector() {
    return connector(require());
  }

  private static Connector connector(StoreConfig found) {
    return Connectors.open(found.address(), ConnectorOptions.of(found.connectorOptions()));
  }

  /** A connector that can be looked into. */
  InspectableConnector inspect() {
    StoreConfig found = require();
    ObjectArguments.requireThere(found.address());
    Connector connector = connector(found);
    if (connector instanceof InspectableConnector inspectable) {
      return inspectable;
    }
    connector.close();
    throw new UnsupportedOperationException(
        "The store %s cannot be looked into: its connector is no InspectableConnector."
            .formatted(connector.address()));
  }
}
