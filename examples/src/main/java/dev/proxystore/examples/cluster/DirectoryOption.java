package dev.proxystore.examples.cluster;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that tells one cluster of this machine from another. */
final class DirectoryOption {
  static final String HOME = "proxystore.home";

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = "${sys:" + HOME + ":-.}/.cluster",
      description = "Where its logs and process ids lie. Default: .cluster in the project.")
  private Path directory = Path.of("");

  RunDirectory directory() {
    return RunDirectory.of(directory);
  }
}
