package dev.proxystore.examples.cluster;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A class path that the build wrote beside the jar of the examples. */
enum ClassPathFile {
  /** Flink, what it needs and a log binding: what a cluster has before any job comes. */
  FLINK("flink-classpath.txt"),
  /** What the examples need beyond that. */
  JOB("job-classpath.txt");

  private final String fileName;

  ClassPathFile(String fileName) {
    this.fileName = fileName;
  }

  /** The jars of this class path, in its order. */
  List<String> jars() {
    Path file = codeSource().resolveSibling(fileName);
    try {
      return List.of(Files.readString(file).strip().split(File.pathSeparator, -1));
    } catch (IOException e) {
      throw new ClusterException(
          "The class path %s cannot be read: %s. Build the project with ./mvnw package -DskipTests."
              .formatted(file, e),
          e);
    }
  }

  /** The jar, or the folder of classes, that this class was loaded from. */
  static Path codeSource() {
    try {
      return Path.of(
          ClassPathFile.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("A class was loaded from what is no URI.", e);
    }
  }
}
