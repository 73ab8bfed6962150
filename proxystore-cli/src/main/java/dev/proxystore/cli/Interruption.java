package dev.proxystore.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What Ctrl-C does to a command: it is interrupted, and has some seconds to remove what it has left
 * half-written in a folder or a store.
 */
final class Interruption {
  private static final int SECONDS = 3;

  private final CountDownLatch over = new CountDownLatch(1);

  private Interruption() {}

  /** From now on the thread that calls this is interrupted when the process is told to end. */
  static Interruption ofThisThread() {
    Interruption interruption = new Interruption();
    Thread command = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> interruption.end(command)));
    return interruption;
  }

  private void end(Thread command) {
    if (over.getCount() == 0) {
      return;
    }
    command.interrupt();
    try {
      boolean unused = over.await(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The command is over. */
  void isOver() {
    over.countDown();
  }
}
