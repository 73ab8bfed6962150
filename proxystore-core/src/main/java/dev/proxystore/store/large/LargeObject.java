package dev.proxystore.store.large;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * The bytes of an object that stay in the store until they are read, piece by piece. Reading takes
 * a few pieces of memory, of 1 to 16 MiB as the connector has it, however large the object is.
 *
 * <p>It can be read any number of times, by several threads at once, for as long as the object is
 * in the store; a reader whose object goes meanwhile gets an {@link IOException}.
 */
public interface LargeObject {

  /** The number of bytes. */
  long length();

  /**
   * Reads from the first byte on, fetching ahead. At the end the bytes are compared with the
   * checksum that the object's key has: what was read is right once the stream has answered that
   * there is no more.
   *
   * @return a stream for one thread at a time, which the caller closes
   * @throws IOException if the object is not there, is not as long as its key says, or its store
   *     cannot be reached
   */
  InputStream open() throws IOException;

  /**
   * Reads a range. The checksum is that of the whole object, so that a range is not compared with
   * it.
   *
   * @param position of the first byte, from 0
   * @param length the number of bytes
   * @return a stream for one thread at a time, which the caller closes
   * @throws IndexOutOfBoundsException if the object does not have the range
   * @throws IOException as {@link #open()} does
   */
  InputStream open(long position, long length) throws IOException;

  /**
   * Writes all bytes, and compares them with the checksum.
   *
   * @throws IOException if they cannot be read or written, or are corrupt; what was written until
   *     then stays written
   */
  default void transferTo(OutputStream out) throws IOException {
    try (InputStream in = open()) {
      var unused = in.transferTo(out);
    }
  }

  /**
   * Saves the object as a file, in place of one that may be there, whose permissions it takes. The
   * file is whole and compared with the checksum, or is not changed at all. A link is followed. A
   * device or a pipe is written to as it stands.
   *
   * @throws IOException if the object cannot be read or the file cannot be written
   */
  default void saveTo(Path file) throws IOException {
    SavedFile.write(file, this::transferTo);
  }
}
