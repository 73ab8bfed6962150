package dev.proxystore.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Objects of a topic that wait to be put, in their order. Safe for use by several threads. */
final class SendQueue<T> {
  private final String topic;
  private final int capacity;
  private final ArrayDeque<Outgoing<T>> waiting = new ArrayDeque<>();
  private boolean closed;

  /** Bounds what is offered, not what is added. */
  SendQueue(String topic, int capacity) {
    this.topic = topic;
    this.capacity = capacity;
  }

  /** Whether there was room. */
  synchronized boolean offer(Outgoing<T> item) {
    requireOpen();
    return waiting.size() < capacity && waiting.add(item);
  }

  synchronized void add(Outgoing<T> item) {
    requireOpen();
    waiting.add(item);
  }

  synchronized void requireOpen() {
    if (closed) {
      throw new TopicClosedException(topic);
    }
  }

  synchronized int size() {
    return waiting.size();
  }

  /** The next, which are up to so many. */
  synchronized List<Outgoing<T>> take(int most) {
    List<Outgoing<T>> taken = new ArrayList<>(Math.min(most, waiting.size()));
    while (taken.size() < most && !waiting.isEmpty()) {
      taken.add(waiting.remove());
    }
    return taken;
  }

  /** What was taken is next again. */
  synchronized void putBack(List<Outgoing<T>> taken) {
    for (int i = taken.size() - 1; i >= 0; i--) {
      waiting.addFirst(taken.get(i));
    }
  }

  synchronized void forEach(Consumer<Outgoing<T>> work) {
    waiting.forEach(work);
  }

  /** Takes no more. */
  synchronized void close() {
    closed = true;
  }
}
