package dev.proxystore.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InputFolderTest {
  @TempDir Path folder;

  @BeforeEach
  void fill() throws IOException {
    Files.createDirectories(folder.resolve("a/b"));
    Files.write(folder.resolve("a/b/deep.txt"), new byte[3]);
    Files.write(folder.resolve("top"), new byte[4]);
    Files.write(folder.resolve("sums"), new byte[5]);
    Files.write(ChecksumFile.part(folder.resolve("sums")), new byte[6]);
    Files.createSymbolicLink(folder.resolve("link"), Path.of("top"));
    Files.createSymbolicLink(folder.resolve("linked folder"), Path.of("a"));
    Files.createSymbolicLink(folder.resolve("dangling"), Path.of("nowhere"));
  }

  @Test
  void regularFilesAreFoundAtAnyDepthAndLinksAreNotFollowed() throws IOException {
    assertThat(found(folder)).extracting(FileEntry::size).containsExactlyInAnyOrder(3L, 4L);
    assertThat(found(folder))
        .extracting(FileEntry::path)
        .containsExactlyInAnyOrder(folder.resolve("a/b/deep.txt"), folder.resolve("top"));
  }

  @Test
  void aFolderThatIsItselfALinkIsRead() throws IOException {
    assertThat(found(folder.resolve("linked folder"))).hasSize(1);
  }

  @Test
  void theTotalsLeaveOutTheDemosOwnOutputAsTheListDoes() throws IOException {
    assertThat(InputFolder.totals(folder, folder.resolve("sums")))
        .isEqualTo(new InputFolder.Totals(2, 7));
  }

  @Test
  void anExtensionIsWhatFollowsTheLastDotOfTheName() {
    assertThat(new FileEntry("file:///x.d/a.tar.gz", 0).extension()).isEqualTo("gz");
    assertThat(new FileEntry("file:///x.d/plain", 0).extension()).isEmpty();
    assertThat(new FileEntry("file:///x.d/.hidden", 0).extension()).isEmpty();
  }

  private List<FileEntry> found(Path start) throws IOException {
    List<FileEntry> files = new ArrayList<>();
    InputFolder.list(
        start,
        folder.resolve("sums"),
        new InputFolder.Listener() {
          @Override
          public void found(FileEntry file) {
            files.add(file);
          }

          @Override
          public void unreadable(String uri, IOException failure) {
            throw new AssertionError(uri, failure);
          }
        });
    return files;
  }
}
