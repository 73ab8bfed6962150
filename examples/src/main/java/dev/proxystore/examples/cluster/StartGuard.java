package dev.proxystore.examples.cluster;

import java.io.IOException;

/**
 * Stops the processes of a cluster that was not started whole: because that failed, or because this
 * process was told to end before. From then on it launches no more of them.
 */
final class StartGuard implements AutoCloseable {
  private final Stop stop;
  private final Thread hook = new Thread(this::stopQuietly, "stop-cluster");
  private boolean over;

  /**
   * @param stop ends all processes that were launched
   */
  StartGuard(Stop stop) {
    this.stop = stop;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Ends processes. */
  interface Stop {
    Object run() throws IOException, InterruptedException;
  }

  /** Starts a process. */
  interface Launch {
    void run() throws IOException;
  }

  synchronized void launch(Launch launch) throws IOException {
    if (!over) {
      launch.run();
    }
  }

  /** The processes may stay. */
  synchronized void started() {
    over = true;
  }

  @Override
  public void close() throws IOException {
    stopUnlessOver();
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This process is ending: the hook runs, and finds nothing to stop.
    }
  }

  private synchronized void stopUnlessOver() throws IOException {
    if (over) {
      return;
    }
    over = true;
    try {
      Object unused = stop.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stopQuietly() {
    try {
      stopUnlessOver();
    } catch (IOException | ClusterException e) {
      // Nobody reads on; bin/cluster stop says what is wrong.
    }
  }
}
