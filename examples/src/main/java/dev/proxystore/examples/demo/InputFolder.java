package dev.proxystore.examples.demo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The regular files below a folder. Links are not followed; what cannot be listed is reported. */
final class InputFolder {
  private InputFolder() {}

  /** Is told what was found, in the order in which it was. */
  interface Listener {
    void found(FileEntry file);

    void unreadable(String uri, IOException failure);
  }

  /** How much there is to do. */
  record Totals(long files, long bytes) {}

  /**
   * Counts the files below a folder.
   *
   * @param left the one file that is left out, also while it is written: the demo's own output
   */
  static Totals totals(Path folder, Path left) throws IOException {
    long[] counts = new long[2];
    list(
        folder,
        left,
        new Listener() {
          @Override
          public void found(FileEntry file) {
            counts[0]++;
            counts[1] += file.size();
          }

          @Override
          public void unreadable(String uri, IOException failure) {
            counts[0]++;
          }
        });
    return new Totals(counts[0], counts[1]);
  }

  /** Lists the files below a folder, but one. */
  static void list(Path folder, Path left, Listener listener) throws IOException {
    Path start = Files.isSymbolicLink(folder) ? folder.toRealPath() : folder;
    Path unused = Files.walkFileTree(start, visitor(left, listener));
  }

  private static FileVisitor<Path> visitor(Path left, Listener listener) {
    Set<Path> own = Set.of(left, ChecksumFile.part(left));
    return new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile() && !own.contains(file)) {
          listener.found(
              new FileEntry(file.toAbsolutePath().toUri().toString(), attributes.size()));
        }
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path file, IOException failure) {
        listener.unreadable(file.toAbsolutePath().toUri().toString(), failure);
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
        if (failure != null) {
          listener.unreadable(folder.toAbsolutePath().toUri().toString(), failure);
        }
        return FileVisitResult.CONTINUE;
      }
    };
  }
}
