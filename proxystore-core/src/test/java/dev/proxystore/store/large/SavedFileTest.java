package dev.proxystore.store.large;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SavedFileTest {
  private static final SavedFile.Content TEXT = out -> out.write("new".getBytes(UTF_8));

  @TempDir private Path folder;

  private Path old() throws IOException {
    return Files.writeString(folder.resolve("old"), "old and longer");
  }

  @Test
  void aFileIsReplacedAndKeepsItsPermissions() throws IOException {
    Path file = old();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    SavedFile.write(file, TEXT);
    assertThat(file).hasContent("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aFileStaysAsItIsIfItsContentFails() throws IOException {
    Path file = old();
    assertThatThrownBy(
            () ->
                SavedFile.write(
                    file,
                    out -> {
                      out.write(1);
                      throw new IOException("broke off");
                    }))
        .hasMessage("broke off");
    assertThat(file).hasContent("old and longer");
    assertThat(folder).isDirectoryNotContaining(each -> !each.equals(file));
  }

  @Test
  void aLinkIsFollowedAndStays() throws IOException {
    Path file = old();
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    SavedFile.write(link, TEXT);
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
  }

  @Test
  void aLinkToAFileThatIsNotThereMakesIt() throws IOException {
    Path file = folder.resolve("later");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    SavedFile.write(link, TEXT);
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
  }

  @Test
  void aDeviceIsWrittenToAndStays() throws IOException {
    Path device = Path.of("/dev/null");
    SavedFile.write(device, TEXT);
    assertThat(Files.isRegularFile(device)).isFalse();
    assertThat(device).exists();
  }

  @Test
  void aFolderIsRefused() {
    assertThatThrownBy(() -> SavedFile.write(folder, TEXT))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("it is a folder; expected the path of a file");
  }
}
