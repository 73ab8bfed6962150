package dev.proxystore.flink.testutils;

import java.util.HashSet;
import java.util.Set;

/** Holds threads back, each under a name, until they are let go. Open at first. */
public final class Gate {
  private final Set<String> free = new HashSet<>();
  private boolean shut;
  private int waiting;

  /** Holds back whoever comes from now on. */
  public synchronized void shut() {
    shut = true;
    free.clear();
  }

  /** Lets one go, now or when it comes. */
  public synchronized void letGo(String name) {
    free.add(name);
    notifyAll();
  }

  /** Lets all go. */
  public synchronized void open() {
    shut = false;
    notifyAll();
  }

  /** Whether somebody is held back. */
  public synchronized boolean hasWaiting() {
    return waiting > 0;
  }

  synchronized void pass(String name) {
    try {
      while (shut && !free.contains(name)) {
        waiting++;
        wait();
        waiting--;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while held back.", e);
    }
  }
}
