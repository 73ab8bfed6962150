package dev.proxystore.connector.combined;

import dev.proxystore.connector.StreamableConnector.Upload;

/** Writes to the large store; a copy of what it replaces goes when it is replaced. */
record TieredUpload(Upload upload, Runnable forgetCopy) implements Upload {
  @Override
  public int pieceSize() {
    return upload.pieceSize();
  }

  @Override
  public void write(byte[] piece) {
    upload.write(piece);
  }

  @Override
  public void commit() {
    try {
      upload.commit();
    } finally {
      forgetCopy.run(); // also one that was read while this was written
    }
  }

  @Override
  public void close() {
    upload.close();
  }
}
