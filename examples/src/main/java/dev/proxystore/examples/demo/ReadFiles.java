package dev.proxystore.examples.demo;

import dev.proxystore.connector.StoreAddress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Optional;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Reads files whole, and sends to the side what could not be read. A file is one array here, in the
 * store's client and in the compute task, so it waits until there is room for it, and one that
 * there can never be room for is refused.
 */
final class ReadFiles extends ProcessFunction<FileEntry, Tuple2<FileEntry, byte[]>> {
  private static final long serialVersionUID = 1L;
  private static final long MEBI = 1 << 20;

  /** A channel copies what is asked for at once through a buffer of that size. */
  private static final int READ_AT_ONCE = 1 << 20;

  private final StoreAddress store;
  private final MemoryBudget budget;

  /**
   * @param store where the content goes
   */
  ReadFiles(StoreAddress store, MemoryBudget budget) {
    this.store = store;
    this.budget = budget;
  }

  @Override
  public void processElement(
      FileEntry file, Context context, Collector<Tuple2<FileEntry, byte[]>> out)
      throws InterruptedException {
    BytesUnderWay underWay = BytesUnderWay.of(store, budget);
    if (file.size() > underWay.most()) {
      context.output(DemoJob.UNREAD, FileResult.unread(file.uri(), tooLarge(file, underWay)));
      return;
    }
    int size = (int) file.size();
    underWay.add(size);
    // Nothing here keeps the array while it is sent on: there is no room for it any more.
    Optional<Tuple2<FileEntry, byte[]>> content = read(file, size, context);
    if (content.isPresent()) {
      out.collect(content.get());
    } else {
      underWay.remove(size);
    }
  }

  private static Optional<Tuple2<FileEntry, byte[]>> read(
      FileEntry file, int size, ProcessFunction<?, ?>.Context context) {
    try (InputStream in = Files.newInputStream(file.path())) {
      byte[] bytes = new byte[size];
      if (fill(bytes, in) && in.read() < 0) {
        return Optional.of(Tuple2.of(file, bytes));
      }
      context.output(DemoJob.UNREAD, FileResult.unread(file.uri(), changed(size)));
    } catch (IOException e) {
      context.output(DemoJob.UNREAD, FileResult.unread(file.uri(), e));
    }
    return Optional.empty();
  }

  private static boolean fill(byte[] bytes, InputStream in) throws IOException {
    int filled = 0;
    while (filled < bytes.length) {
      int read = in.read(bytes, filled, Math.min(READ_AT_ONCE, bytes.length - filled));
      if (read < 0) {
        return false;
      }
      filled += read;
    }
    return true;
  }

  private static String changed(int size) {
    return "it changed while the demo ran: it was listed with %d bytes and is not that long any more."
        .formatted(size);
  }

  private static String tooLarge(FileEntry file, BytesUnderWay underWay) {
    return String.format(
        Locale.ROOT,
        "it has %d bytes, and at most %d (%d MiB) are under way at once, by the heap of %d MiB here and that of the store. Give them larger ones: DEMO_HEAP=4g bin/demo, or bin/cluster start --task-heap 4g.",
        file.size(),
        underWay.most(),
        underWay.most() / MEBI,
        Runtime.getRuntime().maxMemory() / MEBI);
  }
}
