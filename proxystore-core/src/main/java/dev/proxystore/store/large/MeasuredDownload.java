package dev.proxystore.store.large;

import dev.proxystore.connector.StreamableConnector.Download;
import dev.proxystore.store.metrics.Meter;
import dev.proxystore.store.metrics.StoreOperation;

/**
 * Counts what is read of a large object.
 *
 * @param requireOpen throws what says that the store was closed, if it was
 */
record MeasuredDownload(Download download, Meter meter, Runnable requireOpen) implements Download {
  @Override
  public long length() {
    return download.length();
  }

  @Override
  public int pieceSize() {
    return download.pieceSize();
  }

  @Override
  public byte[] read(long position, int length) {
    try {
      return meter.measure(
          StoreOperation.GET, 0, bytes -> bytes.length, () -> download.read(position, length));
    } catch (RuntimeException e) {
      requireOpen.run(); // else the error is that of a connector which was closed with its store
      throw e;
    }
  }

  @Override
  public void close() {
    download.close();
  }
}
