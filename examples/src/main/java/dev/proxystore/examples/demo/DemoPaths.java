package dev.proxystore.examples.demo;

import java.nio.file.Files;
import java.nio.file.Path;

/** Checks the paths that a person gave. */
final class DemoPaths {
  private DemoPaths() {}

  static Path folder(Path input) {
    if (input.toString().isEmpty()) {
      throw new DemoException("The input folder has no name. Name a folder with --input.");
    }
    if (!Files.isDirectory(input)) {
      throw new DemoException(
          "The input folder %s %s. Name a folder with --input."
              .formatted(input, Files.exists(input) ? "is not a folder" : "does not exist"));
    }
    return input.toAbsolutePath().normalize();
  }

  static Path target(Path out) {
    if (out.toString().isEmpty()) {
      throw new DemoException("The file of checksums has no name. Name one with --out.");
    }
    Path file = out.toAbsolutePath().normalize();
    if (Files.isDirectory(file) || !Files.isDirectory(file.resolveSibling("."))) {
      throw new DemoException(
          "The checksums cannot be written to %s: expected a file in a folder that exists. Name one with --out."
              .formatted(file));
    }
    return file;
  }
}
