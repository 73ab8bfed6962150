package dev.proxystore.examples.demo;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.flink.util.IOUtils;

/**
 * What must be closed in the end, the last first and each once: when the demo is done, when it
 * fails, and when the process is told to end, with Ctrl-C for example. Safe for use by several
 * threads.
 */
final class Ending implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Thread hook = new Thread(this::closeFromOutside, "end-demo");
  private volatile boolean fromOutside;

  private Ending() {}

  /** One that also closes when the process is told to end. */
  static Ending atExit() {
    Ending ending = new Ending();
    Runtime.getRuntime().addShutdownHook(ending.hook);
    return ending;
  }

  synchronized <T extends AutoCloseable> T add(T opened) {
    open.push(opened);
    return opened;
  }

  /** Whether the process was told to end: what fails from then on is no news. */
  boolean isFromOutside() {
    return fromOutside;
  }

  @Override
  public void close() {
    closeAll();
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook runs, and finds nothing to close.
    }
  }

  private synchronized void closeAll() {
    List<AutoCloseable> last = new ArrayList<>(open);
    open.clear();
    try {
      IOUtils.closeAll(last, Throwable.class);
    } catch (Exception e) {
      throw new DemoException("What the demo opened cannot be closed: " + e + ".", e);
    }
  }

  private void closeFromOutside() {
    fromOutside = true;
    Thread closing = new Thread(this::closeQuietly, "close-demo");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(LONGEST.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeQuietly() {
    try {
      closeAll();
    } catch (DemoException e) {
      // Nobody reads on, and all the rest has been closed.
    }
  }
}
