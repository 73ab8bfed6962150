package dev.proxystore.cli;

final class FileCommandTest extends CommandContract {
  @Override
  protected String store() {
    return "file://" + folder.resolve("objects");
  }
}
