package dev.proxystore.benchmarks.chaos;

import dev.proxystore.benchmarks.job.Pace;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Lets the records go in step with the kills: between two of them the share of one, quickly at
 * first and ever more slowly, so that some are always under way; and the rest when all are done.
 */
final class PaceMaker implements AutoCloseable {
  private static final int PAUSE_MILLIS = 100;
  private static final double NANOS_TO_SLOW_DOWN = 4e9;

  private final Pace pace;
  private final int steps;
  private final Thread thread = new Thread(this::work, "pace");
  private int step;
  private long since = System.nanoTime();
  private boolean over;

  PaceMaker(Pace pace, int kills) {
    this.pace = pace;
    this.steps = kills + 1;
    thread.setDaemon(true);
    thread.start();
  }

  /** A kill is done. */
  synchronized void next() {
    step++;
    since = System.nanoTime();
  }

  /** All may go. */
  synchronized void end() throws IOException {
    over = true;
    pace.write(1);
  }

  private void work() {
    try {
      while (write()) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (IOException e) {
      System.err.println("The pace of the records cannot be written: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean write() throws IOException {
    if (!over) {
      double slowing = Math.exp((since - System.nanoTime()) / NANOS_TO_SLOW_DOWN);
      pace.write((step + 1 - slowing) / steps);
    }
    return !over;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
