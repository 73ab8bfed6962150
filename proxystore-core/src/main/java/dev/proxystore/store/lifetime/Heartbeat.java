package dev.proxystore.store.lifetime;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Extends a lease in the background, until that is over. */
final class Heartbeat {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
  private static final int BEATS_A_LENGTH = 3;

  private final LeaseLifetime lease;
  private final Duration length;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread beats = new Thread(task, "proxystore-lease");
            beats.setDaemon(true);
            return beats;
          });

  Heartbeat(LeaseLifetime lease, Duration length) {
    this.lease = lease;
    this.length = length;
  }

  void start() {
    long pause = Math.max(1, length.toNanos() / BEATS_A_LENGTH);
    var unused = thread.scheduleWithFixedDelay(this::beat, pause, pause, TimeUnit.NANOSECONDS);
  }

  private void beat() {
    try {
      lease.extend(length);
    } catch (LifetimeEndedException e) {
      if (!thread.isShutdown()) {
        LOG.error("A lease is not kept any more.", e);
      }
      thread.shutdown();
    } catch (RuntimeException e) {
      LOG.warn("A lease of {} could not be extended; it is tried again.", length, e);
    }
  }

  void stop() {
    thread.shutdown();
  }
}
