package dev.proxystore.examples.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Emits the files below a folder, and to the side what could not be listed. */
final class ListFiles extends ProcessFunction<String, FileEntry> {
  private static final long serialVersionUID = 1L;

  private final String left;

  /**
   * @param left the URI of a file that is left out
   */
  ListFiles(String left) {
    this.left = left;
  }

  @Override
  public void processElement(String folder, Context context, Collector<FileEntry> out)
      throws IOException {
    InputFolder.list(
        Path.of(URI.create(folder)),
        Path.of(URI.create(left)),
        new InputFolder.Listener() {
          @Override
          public void found(FileEntry file) {
            out.collect(file);
          }

          @Override
          public void unreadable(String uri, IOException failure) {
            context.output(DemoJob.UNREAD, FileResult.unread(uri, failure));
          }
        });
  }
}
