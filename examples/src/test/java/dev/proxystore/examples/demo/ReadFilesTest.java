package dev.proxystore.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.connector.StoreAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReadFilesTest {
  private static final MemoryBudget BUDGET = MemoryBudget.storeInHeap();

  @TempDir Path folder;
  private final StoreAddress store = StoreAddress.parse("local:read-" + UUID.randomUUID());
  private final ProcessFunction<FileEntry, Tuple2<FileEntry, byte[]>> function =
      new ReadFiles(store, BUDGET);
  private final List<Tuple2<FileEntry, byte[]>> contents = new ArrayList<>();
  private final List<Object> unread = new ArrayList<>();

  @Test
  void aFileIsReadWhole() throws Exception {
    Path file = Files.write(folder.resolve("file"), new byte[] {1, 2, 3});
    read(file, 3);
    assertThat(contents).singleElement().satisfies(c -> assertThat(c.f1).containsExactly(1, 2, 3));
    assertThat(unread).isEmpty();
  }

  @Test
  void aFileThatVanishedIsReportedAndTheJobGoesOn() throws Exception {
    Path vanished = folder.resolve("vanished");
    read(vanished, 3);
    assertThat(contents).isEmpty();
    assertThat(unread)
        .containsExactly(FileResult.unread(uri(vanished), "it is not there any more."));
  }

  @Test
  void aFileThatBecameAFolderIsReported() throws Exception {
    read(folder, 3);
    assertThat(unread)
        .singleElement()
        .satisfies(each -> assertThat(((FileResult) each).problem()).contains("Is a directory"));
    assertThat(BytesUnderWay.of(store, BUDGET).bytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 4})
  void aFileThatHasAnotherSizeThanWhenItWasListedIsReported(long listed) throws Exception {
    read(Files.write(folder.resolve("file"), new byte[] {1, 2, 3}), listed);
    assertThat(contents).isEmpty();
    assertThat(unread)
        .singleElement()
        .satisfies(
            each ->
                assertThat(((FileResult) each).problem())
                    .startsWith("it changed while the demo ran: it was listed with " + listed));
  }

  @Test
  void aFileThatThereCanNeverBeRoomForIsRefusedUnread() throws Exception {
    long most = BUDGET.here();
    read(folder.resolve("never opened"), most + 1);
    assertThat(unread)
        .singleElement()
        .satisfies(
            each ->
                assertThat(((FileResult) each).problem())
                    .contains("at most " + most, "DEMO_HEAP", "--task-heap"));
  }

  private void read(Path file, long size) throws Exception {
    function.processElement(
        new FileEntry(uri(file), size), context(), new ListCollector<>(contents));
  }

  private static String uri(Path file) {
    return file.toUri().toString();
  }

  /** Keeps what goes to the side. */
  private ProcessFunction<FileEntry, Tuple2<FileEntry, byte[]>>.Context context() {
    return function.new Context() {
      @Override
      public <X> void output(OutputTag<X> tag, X value) {
        unread.add(value);
      }

      @Override
      public Long timestamp() {
        throw new UnsupportedOperationException();
      }

      @Override
      public TimerService timerService() {
        throw new UnsupportedOperationException();
      }
    };
  }
}
