package dev.proxystore.benchmarks.chaos;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Sees to it that a run is closed before the process ends, also when that is told to end, with
 * Ctrl-C for example: then the thread that made this is interrupted, and closes the run as ever.
 */
final class Ending implements AutoCloseable {
  private static final int LONGEST_SECONDS = 30;

  private final ChaosRun run;
  private final Thread owner = Thread.currentThread();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::closeByOwner, "end-chaos");

  Ending(ChaosRun run) {
    this.run = run;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  ChaosReport run() throws Exception {
    return run.run();
  }

  @Override
  public void close() throws IOException {
    boolean unused = Thread.interrupted(); // or else nothing could be waited for
    try {
      run.close();
    } finally {
      closed.countDown();
      removeHook();
    }
  }

  private void removeHook() {
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook has waited for this.
    }
  }

  private void closeByOwner() {
    owner.interrupt();
    try {
      boolean unused = closed.await(LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
