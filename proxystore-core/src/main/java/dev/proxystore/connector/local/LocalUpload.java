package dev.proxystore.connector.local;

import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.connector.StreamableConnector.Upload;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/** Gathers an object in an array. */
final class LocalUpload implements Upload {
  private static final int PIECE = 1 << 20;

  /** Arrays are up to some bytes smaller than their length could say. */
  private static final int MOST_BYTES = Integer.MAX_VALUE - 16;

  private final StoreAddress address;
  private final Consumer<byte[]> put;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  LocalUpload(StoreAddress address, Consumer<byte[]> put) {
    this.address = address;
    this.put = put;
  }

  @Override
  public int pieceSize() {
    return PIECE;
  }

  @Override
  public void write(byte[] piece) {
    if (piece.length > MOST_BYTES - bytes.size()) {
      throw new ConnectorException(
          address,
          "takes no object of more than 2 GiB: it is one array in the memory of this process. Use a store in files, Redis or Hazelcast.",
          null);
    }
    bytes.writeBytes(piece);
  }

  @Override
  public void commit() {
    put.accept(bytes.toByteArray());
  }

  @Override
  public void close() {
    bytes.reset();
  }
}
