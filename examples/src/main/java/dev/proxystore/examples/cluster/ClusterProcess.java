package dev.proxystore.examples.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A process of a cluster, known by a file with its id and by a mark in its command line: an id that
 * the system has given to another program since is told from it.
 *
 * @param directory the folder of the cluster
 * @param name what the process is called in file names, tables and Flink
 */
record ClusterProcess(RunDirectory directory, String name) {
  private static final File NOTHING = new File("/dev/null");

  /** An argument that no other process has. */
  String mark() {
    return "-Dproxystore.cluster.process=" + directory.path().resolve(name);
  }

  /** Starts the process, to outlive this one. */
  void start(ProcessBuilder command) throws IOException {
    Process process =
        command
            .directory(directory.path().toFile())
            .redirectInput(NOTHING)
            .redirectOutput(directory.output(name).toFile())
            .redirectError(directory.log(name).toFile())
            .start();
    Files.writeString(directory.pid(name), process.pid() + "\n");
  }

  /** The running process, or empty if it has ended. */
  Optional<ProcessHandle> find() throws IOException {
    return recordedPid().flatMap(ProcessHandle::of).filter(this::isThis);
  }

  private boolean isThis(ProcessHandle process) {
    List<String> arguments = process.info().arguments().map(Arrays::asList).orElseGet(List::of);
    return process.isAlive() && arguments.contains(mark());
  }

  private Optional<Long> recordedPid() throws IOException {
    try {
      return Optional.of(Long.valueOf(Files.readString(directory.pid(name)).strip()));
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Forgets the process once it has ended. */
  void forget() throws IOException {
    Files.deleteIfExists(directory.pid(name));
  }
}
