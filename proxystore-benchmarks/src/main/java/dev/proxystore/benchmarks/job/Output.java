package dev.proxystore.benchmarks.job;

import dev.proxystore.benchmarks.Measurement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Where measurements go: a line for people, and one of JSON into a file.
 *
 * @param json the file, if any
 */
public record Output(@Nullable Path json) {

  public void print(Measurement measurement) throws IOException {
    System.out.println(measurement.text());
    if (json != null) {
      Files.writeString(
          json, measurement.json() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }
}
