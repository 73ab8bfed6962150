package dev.proxystore.connector.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.proxystore.JavaProcess;
import dev.proxystore.connector.AddressException;
import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.serialize.Descriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes at one folder, one of which dies; and folders that are none. */
final class FileConnectorProcessesTest {
  private static final int SIZE = 8 << 20;

  /** Puts the same id over and over, all bytes of each object alike. */
  private static final String PUT_FOR_EVER =
      """
      Connector connector = FileConnector.of(java.nio.file.Path.of(arguments[0]));
      byte[] bytes = new byte[%d];
      for (byte round = 1; ; round++) {
        java.util.Arrays.fill(bytes, round);
        connector.put(
            new Key("one", Descriptor.unchecked("bytes", bytes)), bytes, Connector.UNLIMITED);
      }
      """
          .formatted(SIZE);

  @TempDir Path folder;

  private static Key key(String id) {
    return new Key(id, new Descriptor("bytes", SIZE, OptionalInt.empty()));
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve("store"))) {
      return files.filter(file -> !file.endsWith(".proxystore")).toList();
    }
  }

  @Test
  void aReaderNeverSeesAHalfWrittenObjectWhileAnotherProcessWritesOrWhenItIsKilled()
      throws Exception {
    Connector connector = FileConnector.of(folder.resolve("store"));
    Process writer = JavaProcess.start(folder, PUT_FOR_EVER, folder.resolve("store").toString());
    try {
      await().atMost(Duration.ofSeconds(60)).until(() -> connector.exists(key("one")));
      for (int i = 0; i < 20; i++) {
        assertWhole(connector.get(key("one")).orElseThrow());
      }
      await().until(() -> files().stream().anyMatch(FileConnectorProcessesTest::isTemporary));
    } finally {
      writer.destroyForcibly();
    }
    assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertWhole(connector.get(key("one")).orElseThrow());
    assertThat(files().stream().filter(file -> !isTemporary(file)))
        .containsExactly(folder.resolve("store/one"));
  }

  private static boolean isTemporary(Path file) {
    return file.getFileName().toString().startsWith(".writing-");
  }

  private static void assertWhole(byte[] bytes) {
    byte[] expected = new byte[SIZE];
    Arrays.fill(expected, bytes[0]);
    assertThat(Arrays.equals(bytes, expected)).as("all of one write").isTrue();
  }

  @Test
  void hostileIdsStayInTheFolder() throws Exception {
    Connector connector = FileConnector.of(folder.resolve("store"));
    List<String> ids =
        List.of("../out", "/etc/out", "..", "a/../../out", ".writing-x", "out\u0000");
    for (String id : ids) {
      connector.put(key(id), new byte[] {1}, Connector.UNLIMITED);
    }
    assertThat(files()).hasSize(ids.size()).allMatch(Files::isRegularFile);
    try (Stream<Path> outside = Files.list(folder)) {
      assertThat(outside).containsExactly(folder.resolve("store"));
    }
  }

  @Test
  void aFolderOfOtherFilesIsRefusedAndLeftAsItIs() throws Exception {
    Path other = Files.createDirectory(folder.resolve("home"));
    Files.writeString(other.resolve("id_rsa"), "secret");
    assertThatThrownBy(() -> FileConnector.of(other))
        .isInstanceOf(ConnectorException.class)
        .hasMessageContaining("is a folder of other files, such as id_rsa, and not a store");
    assertThat(other).isDirectoryContaining("glob:**/id_rsa");
    Files.createFile(other.resolve(".proxystore"));
    FileConnector.of(other).close();
  }

  @Test
  void whatIsTakenOrEvictedLeavesNoFileBehind() throws Exception {
    Connector connector = FileConnector.of(folder.resolve("store"));
    IntStream.range(0, 4)
        .forEach(i -> connector.put(key("id" + i), new byte[] {1}, Duration.ofHours(1)));
    connector.evict(key("id0"));
    connector.evictBatch(List.of(key("id1"), key("id2")));
    assertThat(connector.take(key("id3"))).isPresent();
    assertThat(files()).isEmpty();
  }

  @Test
  void aFolderThatCannotBeMadeIsOneClearSentence() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    assertThatThrownBy(() -> FileConnector.of(file))
        .isInstanceOf(ConnectorException.class)
        .hasMessage(
            "The store %s cannot be opened: its folder cannot be made: file already exists %s.",
            file.toUri(), file);
    assertThatThrownBy(() -> FileConnector.of(file.resolve("below")))
        .isInstanceOf(ConnectorException.class)
        .hasMessageStartingWith("The store " + file.toUri() + "/below cannot be opened")
        .hasMessageEndingWith("Not a directory.");
  }

  @Test
  void anAddressThatIsNoFolderIsRefused() {
    for (String text : List.of("file://host/frames", "file:frames", "file:///x/frames?y=z")) {
      assertThatThrownBy(
              () -> Connectors.open(StoreAddress.parse(text), ConnectorOptions.defaults()))
          .isInstanceOf(AddressException.class)
          .hasMessageContaining("'" + text + "' is no folder: expected file:///absolute/path/name");
    }
  }
}
