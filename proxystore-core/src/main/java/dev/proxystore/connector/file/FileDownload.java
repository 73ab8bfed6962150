package dev.proxystore.connector.file;

import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.StreamableConnector.Download;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.Function;

/** Reads a file, which stays the same one whatever becomes of its name. */
final class FileDownload implements Download {
  private static final int PIECE = 1 << 20;

  private final FileChannel channel;
  private final long length;
  private final Function<IOException, ConnectorException> failure;

  FileDownload(Path file, Function<IOException, ConnectorException> failure) throws IOException {
    this.failure = failure;
    this.channel = FileChannel.open(file);
    this.length = channel.size();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public int pieceSize() {
    return PIECE;
  }

  @Override
  public byte[] read(long position, int count) {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    try {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, position + bytes.position()) < 0) {
          throw new EOFException("the file was cut while it was read");
        }
      }
    } catch (IOException e) {
      throw failure.apply(e);
    }
    return bytes.array();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw failure.apply(e);
    }
  }
}
