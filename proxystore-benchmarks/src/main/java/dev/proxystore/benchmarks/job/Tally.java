package dev.proxystore.benchmarks.job;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How many records tasks in other processes have used, as a file that all of them map into memory:
 * counting costs nothing, and whoever looks sees the number of this moment. Travels with a job;
 * each copy is used by any number of threads, each place by one writer.
 */
public final class Tally implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /** A cache line for each. */
  private static final int APART = 64;

  private static final int BYTES = 64 << 10;

  private final String file;
  private transient volatile ByteBuffer map;

  private Tally(Path file, ByteBuffer map) {
    this.file = file.toString();
    this.map = map;
  }

  /** One that is 0 everywhere, in a new file of this folder. */
  public static Tally in(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "tally", "");
    return new Tally(file, open(file.toString()));
  }

  private static ByteBuffer open(String file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(Path.of(file), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(MapMode.READ_WRITE, 0, BYTES).order(ByteOrder.nativeOrder());
    }
  }

  @SuppressWarnings("NullAway") // a copy that has travelled has no map yet
  private ByteBuffer map() {
    ByteBuffer known = map;
    if (known == null) {
      try {
        known = open(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      map = known;
    }
    return known;
  }

  /**
   * One more record.
   *
   * @param place whose, from 0 to 1023
   */
  public void increment(int place) {
    ByteBuffer counts = map();
    LONGS.setRelease(counts, place * APART, (long) LONGS.get(counts, place * APART) + 1);
  }

  /** The records of all places. */
  public long sum() {
    ByteBuffer counts = map();
    long sum = 0;
    for (int place = 0; place < BYTES; place += APART) {
      sum += (long) LONGS.getAcquire(counts, place);
    }
    return sum;
  }
}
