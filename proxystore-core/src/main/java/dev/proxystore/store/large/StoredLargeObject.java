package dev.proxystore.store.large;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StreamableConnector;
import dev.proxystore.connector.StreamableConnector.Download;
import dev.proxystore.store.metrics.Meter;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/** An object in a store, read piece by piece. */
final class StoredLargeObject implements LargeObject {
  private final StreamableConnector connector;
  private final Key key;
  private final Executor background;
  private final Meter meter;
  private final Runnable requireOpen;

  StoredLargeObject(
      StreamableConnector connector,
      Key key,
      Executor background,
      Meter meter,
      Runnable requireOpen) {
    this.connector = connector;
    this.key = key;
    this.background = background;
    this.meter = meter;
    this.requireOpen = requireOpen;
  }

  @Override
  public long length() {
    return key.length();
  }

  @Override
  public InputStream open() throws IOException {
    return new PieceInput(
        measured(download()), 0, length(), background, Checksum.of(toString(), key.descriptor()));
  }

  @Override
  public InputStream open(long position, long length) throws IOException {
    Objects.checkFromIndexSize(position, length, length());
    return new PieceInput(measured(download()), position, length, background, Checksum.none());
  }

  private Download measured(Download download) {
    return new MeasuredDownload(download, meter, requireOpen);
  }

  private Download download() throws IOException {
    try {
      Download download =
          found()
              .orElseThrow(
                  () ->
                      new IOException(
                          "There is no %s: it was evicted, or its time to live is over."
                              .formatted(this)));
      return requireWhole(download);
    } catch (ProxyStoreException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private Optional<Download> found() {
    try {
      return connector.download(key);
    } catch (RuntimeException e) {
      requireOpen.run(); // else the error is that of a connector which was closed with its store
      throw e;
    }
  }

  private Download requireWhole(Download download) throws IOException {
    if (download.length() == length()) {
      return download;
    }
    try (download) {
      throw new IOException(
          "The %s has %d bytes, expected %d: cut or foreign."
              .formatted(this, download.length(), length()));
    }
  }

  /** Where it is. */
  @Override
  public String toString() {
    return "object %s in the store %s".formatted(key.id(), connector.address());
  }
}
