package dev.proxystore.connector;

import java.time.Duration;
import java.util.Optional;

/**
 * A connector that takes and gives objects piece by piece, so that they may be larger than the
 * memory of a process.
 *
 * <p>The contract, which {@code StreamContract} in the test-jar of the core checks:
 *
 * <ul>
 *   <li>An object is there from {@link Upload#commit} on, whole; nothing is there before, nor when
 *       the upload is closed without.
 *   <li>It is the object that {@link #put} would have stored: it is read, renewed, released and
 *       evicted in the same way.
 *   <li>Any range of any object can be read, however it was put.
 *   <li>A reader never sees pieces of two uploads; one whose object goes meanwhile gets an error,
 *       or reads on. Of what was {@linkplain #put put} in one and replaced by as many bytes while
 *       it is read, the checksum tells.
 * </ul>
 */
public interface StreamableConnector extends Connector {

  /**
   * Begins an object, over an earlier one of the same id once it is committed.
   *
   * @param key says nothing of the length
   * @param timeToLive from the commit on; {@link #UNLIMITED} until it is evicted
   */
  Upload upload(Key key, Duration timeToLive);

  /** An object to read in pieces, or empty if there is none. */
  Optional<Download> download(Key key);

  /** An object that is being written. For one thread at a time. */
  interface Upload extends AutoCloseable {

    /** The bytes of each piece but the last. */
    int pieceSize();

    /**
     * Writes the next piece.
     *
     * @param piece belongs to the connector from now on
     */
    void write(byte[] piece);

    /** Makes the object visible. Called once, as the last. */
    void commit();

    /** Removes what was written, if it was not committed. May be called twice. */
    @Override
    void close();
  }

  /** An object that is being read. For one thread at a time. */
  interface Download extends AutoCloseable {

    /** The bytes of the object. */
    long length();

    /** How many bytes are best read at a time. */
    int pieceSize();

    /**
     * Reads a range.
     *
     * @param position from 0
     * @param length up to the end of the object
     * @return as many bytes; they belong to the caller
     * @throws ConnectorException also if the object has gone meanwhile
     */
    byte[] read(long position, int length);

    /** Gives back what it holds. May be called twice. */
    @Override
    void close();
  }
}
