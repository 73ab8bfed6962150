package dev.proxystore.benchmarks.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Which part of its records the generator may send by now, from 0 to 1: so the job lasts until all
 * kills are done, however long recovering takes, and ends by itself then. One process writes it to
 * a file, the generators read it there.
 */
public final class Pace {
  private final Path file;

  public Pace(Path file) {
    this.file = file;
  }

  public void write(double part) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.writeString(next, Double.toString(part));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Nothing before it was written. */
  public double read() throws IOException {
    try {
      return Double.parseDouble(Files.readString(file));
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
