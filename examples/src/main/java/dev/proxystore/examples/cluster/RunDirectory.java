package dev.proxystore.examples.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.util.FileUtils;

/**
 * The folder where a cluster keeps its configuration, logs, temporary files and process ids. A
 * marker file tells it from any other folder, whose content is never touched, and is the lock that
 * lets one command at a time change the cluster.
 *
 * @param path the absolute path of the folder
 */
public record RunDirectory(Path path) {
  private static final String MARKER = ".proxystore-cluster";
  private static final String PID_SUFFIX = ".pid";

  /** The folder at a path, which need not be there yet. */
  public static RunDirectory of(Path path) {
    return new RunDirectory(path.toAbsolutePath().normalize());
  }

  Path configuration() {
    return path.resolve("conf");
  }

  /** Where each process has a file for what it logs, and one for what it prints. */
  public Path logs() {
    return path.resolve("log");
  }

  Path temporary() {
    return path.resolve("tmp");
  }

  private Path pids() {
    return path.resolve("pid");
  }

  /** What a process logs. */
  public Path log(String process) {
    return logs().resolve(process + ".log");
  }

  /** What a process prints. */
  Path output(String process) {
    return logs().resolve(process + ".out");
  }

  Path pid(String process) {
    return pids().resolve(process + PID_SUFFIX);
  }

  boolean exists() {
    return Files.exists(path.resolve(MARKER));
  }

  /** The processes that were started and not stopped, the JobManager first; they may have died. */
  List<ClusterProcess> processes() throws IOException {
    if (!Files.isDirectory(pids())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(pids())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(PID_SUFFIX))
          .map(name -> name.substring(0, name.length() - PID_SUFFIX.length()))
          .sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
          .map(name -> new ClusterProcess(this, name))
          .toList();
    }
  }

  /** Makes the folder if it is not there. Another one than a cluster's must be empty. */
  void create() throws IOException {
    if (!exists()) {
      Files.createDirectories(path);
      try (Stream<Path> content = Files.list(path)) {
        if (content.findAny().isPresent()) {
          throw new ClusterException(
              "The folder %s holds other files, expected an empty folder or that of a cluster. Choose another with --dir."
                  .formatted(path));
        }
      }
      Files.createFile(path.resolve(MARKER));
    }
  }

  /** Does something while no other command can change the cluster. */
  <T> T locked(Action<T> action) throws IOException, InterruptedException {
    try (FileChannel marker = FileChannel.open(path.resolve(MARKER), StandardOpenOption.WRITE)) {
      if (!tryLock(marker)) {
        throw new ClusterException(
            "Another command is starting or stopping the cluster in %s. Try again when it has ended."
                .formatted(path));
      }
      return action.run();
    }
  }

  private static boolean tryLock(FileChannel marker) throws IOException {
    try {
      return marker.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by another thread of this process: as good as by another process
    }
  }

  /** What is done under the lock. */
  interface Action<T> {
    T run() throws IOException, InterruptedException;
  }

  /** Removes what an earlier cluster left and makes the folders of a new one. */
  void clear() throws IOException {
    for (Path folder : List.of(configuration(), logs(), temporary(), pids())) {
      FileUtils.deleteDirectory(folder.toFile());
      Files.createDirectories(folder);
    }
  }

  /** Removes what is of no use once the cluster has stopped; the logs stay. */
  void clearTemporary() throws IOException {
    FileUtils.deleteDirectory(temporary().toFile());
  }
}
