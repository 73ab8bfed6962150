package dev.proxystore.examples.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Reads files whole, and sends to the side what could not be read. A file is one array here, in the
 * store's client and in the compute task, so one that takes more than a quarter of the heap is
 * refused rather than tried.
 */
final class ReadFiles extends ProcessFunction<FileEntry, Tuple2<FileEntry, byte[]>> {
  private static final long serialVersionUID = 1L;
  private static final int SHARE_OF_HEAP = 4;
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  @Override
  public void processElement(
      FileEntry file, Context context, Collector<Tuple2<FileEntry, byte[]>> out) {
    long most = Math.min(LARGEST_ARRAY, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    if (file.size() > most) {
      context.output(DemoJob.UNREAD, FileResult.unread(file.uri(), tooLarge(file, most)));
      return;
    }
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file.path());
    } catch (IOException e) {
      context.output(DemoJob.UNREAD, FileResult.unread(file.uri(), e));
      return;
    }
    out.collect(Tuple2.of(file, bytes));
  }

  private static String tooLarge(FileEntry file, long most) {
    return String.format(
        Locale.ROOT,
        "it has %d bytes, and this process takes at most %d, a quarter of its heap. Give it a larger one: DEMO_HEAP=4g bin/demo, or bin/cluster start --task-heap 4g.",
        file.size(),
        most);
  }
}
