package dev.proxystore.examples.cluster;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Packs a class of the tests, with those nested in it, as a job's jar would hold it. */
final class ClassesJar {
  private ClassesJar() {}

  static Path pack(Class<?> type, Path jar) throws IOException, URISyntaxException {
    Path root = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Path file : classFiles(root, type)) {
        out.putNextEntry(new JarEntry(root.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
    return jar;
  }

  private static List<Path> classFiles(Path root, Class<?> type) throws IOException {
    Path folder = root.resolve(type.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches(type.getSimpleName() + "[.$].*"))
          .toList();
    }
  }
}
