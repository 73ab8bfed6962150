package dev.proxystore.connector.file;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.StreamableConnector.Upload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** Writes a temporary file, which becomes the object when it is whole. */
final class FileUpload implements Upload {
  private static final int PIECE = 1 << 20;

  /** Gives the file its object's name. */
  interface Show {
    void accept(Path whole) throws IOException;
  }

  private final Path temporary;
  private final Show show;
  private final Function<IOException, ConnectorException> failure;
  private final FileChannel channel;

  FileUpload(Path temporary, Show show, Function<IOException, ConnectorException> failure)
      throws IOException {
    this.temporary = temporary;
    this.show = show;
    this.failure = failure;
    this.channel = FileChannel.open(temporary, CREATE_NEW, WRITE);
  }

  @Override
  public int pieceSize() {
    return PIECE;
  }

  @Override
  public void write(byte[] piece) {
    ByteBuffer rest = ByteBuffer.wrap(piece);
    try {
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    } catch (IOException e) {
      throw failure.apply(e);
    }
  }

  @Override
  public void commit() {
    try {
      channel.close();
      show.accept(temporary);
    } catch (IOException e) {
      throw failure.apply(e);
    }
  }

  /** A file that has become an object has no temporary name any more. */
  @Override
  public void close() {
    try {
      channel.close();
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      throw failure.apply(e);
    }
  }
}
