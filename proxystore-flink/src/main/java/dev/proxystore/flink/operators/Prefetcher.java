package dev.proxystore.flink.operators;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Starts fetches in the order in which they were asked for, as long as the bytes under way, with
 * those fetched and not yet used, stay within a bound. An object larger than the bound is fetched
 * alone. Used by the task's thread; waiting costs nothing but a place in a queue.
 */
final class Prefetcher {
  private final long mostBytes;
  private final Consumer<Fetch> starter;
  private final ArrayDeque<Fetch> waiting = new ArrayDeque<>();
  private long bytesInFlight;

  Prefetcher(long mostBytes, Consumer<Fetch> starter) {
    this.mostBytes = mostBytes;
    this.starter = starter;
  }

  /** Fetches an object, now or when there is room. */
  void submit(Fetch fetch) {
    waiting.add(fetch);
    startWhatFits();
  }

  /** Makes room: the object has been used. */
  void done(Fetch fetch) {
    bytesInFlight -= fetch.bytes();
    startWhatFits();
  }

  long bytesInFlight() {
    return bytesInFlight;
  }

  private void startWhatFits() {
    for (Fetch next = waiting.peek(); next != null && fits(next); next = waiting.peek()) {
      waiting.remove();
      bytesInFlight += next.bytes();
      starter.accept(next);
    }
  }

  private boolean fits(Fetch fetch) {
    return bytesInFlight == 0 || fetch.bytes() <= mostBytes - bytesInFlight;
  }
}
