package dev.proxystore.stream.local;

import dev.proxystore.stream.event.EventBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** One line of events, in memory, of which the front may have been removed. */
final class LocalTopic {
  @SuppressWarnings("ArrayRecordComponent") // moved on, never compared
  private record Entry(Instant receivedAt, byte[] frame) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private final List<byte[]> ends = new ArrayList<>();
  private final Map<UUID, Long> lastSequences = new HashMap<>();

  /** The number of the first entry; those before were removed. */
  private long first;

  void append(EventBatch events) {
    locked(
        () -> {
          appendNew(events);
          return events;
        });
    listeners.forEach(Runnable::run);
  }

  private void appendNew(EventBatch events) {
    long last = lastSequences.getOrDefault(events.producer(), -1L);
    for (int i = 0; i < events.frames().size(); i++) {
      if (events.firstSequence() + i > last) {
        entries.add(new Entry(Instant.now(), events.frames().get(i)));
      }
    }
    lastSequences.merge(events.producer(), events.lastSequence(), Math::max);
  }

  /** An end that each reader sees for itself, once nothing else is left. */
  void appendEnd(EventBatch end) {
    locked(
        () -> {
          long last = lastSequences.getOrDefault(end.producer(), -1L);
          if (end.lastSequence() > last) {
            lastSequences.put(end.producer(), end.lastSequence());
            ends.addAll(end.frames());
          }
          return end;
        });
    listeners.forEach(Runnable::run);
  }

  /** Is called when there may be something new to read. */
  void addListener(Runnable listener) {
    listeners.add(listener);
  }

  void removeListener(Runnable listener) {
    listeners.remove(listener);
  }

  /** Removes and returns the next entries. */
  List<byte[]> take(int most) {
    return locked(
        () -> {
          List<Entry> taken = entries.subList(0, Math.min(most, entries.size()));
          List<byte[]> frames = taken.stream().map(Entry::frame).toList();
          first += taken.size();
          taken.clear();
          return frames;
        });
  }

  /** The ends behind the first so many, if no entry is left. */
  List<byte[]> endsBehind(int seen) {
    return locked(
        () -> entries.isEmpty() ? List.copyOf(ends.subList(seen, ends.size())) : List.of());
  }

  /** Up to so many entries from a number on, or from the first that was not removed. */
  List<byte[]> read(long from, int most) {
    return locked(
        () -> {
          int begin = (int) Math.max(0, Math.min(entries.size(), from - first));
          int end = (int) Math.min(entries.size(), (long) begin + most);
          return entries.subList(begin, end).stream().map(Entry::frame).toList();
        });
  }

  long first() {
    return locked(() -> first);
  }

  /** The number that the next entry will have. */
  long next() {
    return locked(() -> first + entries.size());
  }

  /** The number of the first entry that was received at this time or later. */
  long at(Instant time) {
    return locked(
        () -> {
          int i = 0;
          while (i < entries.size() && entries.get(i).receivedAt.isBefore(time)) {
            i++;
          }
          return first + i;
        });
  }

  /** Removes the entries before a number. */
  void trim(long before) {
    locked(
        () -> {
          int count = (int) Math.max(0, Math.min(entries.size(), before - first));
          entries.subList(0, count).clear();
          first += count;
          return first;
        });
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
