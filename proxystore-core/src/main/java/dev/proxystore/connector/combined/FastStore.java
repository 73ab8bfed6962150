package dev.proxystore.connector.combined;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.StoreAddress;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fast one of two stores, which may be away when the other is opened: then it is opened when it
 * is needed, and not more often than every few seconds. Safe for use by several threads.
 */
final class FastStore implements AutoCloseable {
  /** Between attempts, so that a store that is away slows nobody down for long. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(FastStore.class);

  private final StoreAddress address;
  private final Supplier<Connector> opener;
  private final Duration pause;
  private volatile @Nullable Connector open;
  private @Nullable ConnectorException absence;
  private long tried;
  private boolean closed;

  /** Opens it, or puts that off if it is away; an address that is wrong is an error. */
  FastStore(StoreAddress address, Supplier<Connector> opener) {
    this(address, opener, PAUSE);
  }

  FastStore(StoreAddress address, Supplier<Connector> opener, Duration pause) {
    this.address = address;
    this.opener = opener;
    this.pause = pause;
    try {
      Connector unused = get();
    } catch (ConnectorException e) {
      LOG.warn("Copies are done without until {} can be reached: {}", address, e.getMessage());
    }
  }

  StoreAddress address() {
    return address;
  }

  /**
   * The store.
   *
   * @throws ConnectorException if it cannot be reached, or could not a moment ago
   */
  Connector get() {
    Connector now = open;
    return now != null ? now : openNow();
  }

  private synchronized Connector openNow() {
    Connector now = open;
    if (now != null) {
      return now;
    }
    if (closed) {
      throw new ConnectorException(address, "is closed.", null);
    }
    ConnectorException before = absence;
    if (before != null && System.nanoTime() - tried < pause.toNanos()) {
      throw before;
    }
    tried = System.nanoTime();
    try {
      Connector opened = opener.get();
      open = opened;
      return opened;
    } catch (ConnectorException e) {
      absence = e;
      throw e;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    Connector now = open;
    if (now != null) {
      now.close();
    }
  }
}
