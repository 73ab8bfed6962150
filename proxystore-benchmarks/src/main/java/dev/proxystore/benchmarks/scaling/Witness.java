package dev.proxystore.benchmarks.scaling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Sends records on as they are, and says in a file which process does so. */
final class Witness<T> extends RichMapFunction<T, T> {
  private static final long serialVersionUID = 1L;

  private final String file;

  Witness(Path file) {
    this.file = file.toString();
  }

  @Override
  public void open(OpenContext context) throws IOException {
    Files.writeString(Path.of(file), Long.toString(ProcessHandle.current().pid()));
  }

  @Override
  public T map(T passing) {
    return passing;
  }

  /** What the process that wrote this file has computed so far, with all of its threads. */
  static Duration cpuTime(Path file) {
    try {
      long process = Long.parseLong(Files.readString(file));
      return ProcessHandle.of(process).orElseThrow().info().totalCpuDuration().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
