package dev.proxystore.store.large;

import dev.proxystore.connector.StreamableConnector.Download;
import dev.proxystore.store.metrics.Meter;
import dev.proxystore.store.metrics.StoreOperation;

/** Counts what is read of a large object. */
record MeasuredDownload(Download download, Meter meter) implements Download {
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
    return meter.measure(
        StoreOperation.GET, 0, bytes -> bytes.length, () -> download.read(position, length));
  }

  @Override
  public void close() {
    download.close();
  }
}
