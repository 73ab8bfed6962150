package dev.proxystore.stream;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.serialize.SerializationException;
import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.EventFrame;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.StreamEvent.EndOfStream;
import dev.proxystore.stream.event.StreamEvent.ObjectSent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one producer sends to one topic: gathers a batch, has it put, publishes it. What was put and
 * could not be published is kept as it is, numbers and all, so that a repeat is known as one.
 */
final class TopicSender<T> {
  private static final Logger LOG = LoggerFactory.getLogger(TopicSender.class);

  /** Of objects that wait, how many are put and published in one go. */
  private static final int MOST_AT_ONCE = 256;

  private final String topic;
  private final UUID producer;
  private final Publisher publisher;
  private final ObjectPutter<T> putter;
  private final int batchSize;
  private final SendQueue<T> queue;
  private final BackgroundSending background;

  /** Held while a batch is put and published, so that events keep the order of their numbers. */
  private final ReentrantLock sending = new ReentrantLock();

  /** What has left the queue and is not put yet, or not all of it. */
  private final List<Outgoing<T>> current = new ArrayList<>();

  private @Nullable Unpublished<T> unpublished;
  private long nextSequence;
  private boolean ended;

  /** A batch that is put, and whom to tell that it is published. */
  private record Unpublished<T>(EventBatch batch, List<Outgoing<T>> items) {}

  TopicSender(
      String topic,
      UUID producer,
      Publisher publisher,
      ObjectPutter<T> putter,
      Batching batching,
      BackgroundThreads threads) {
    this.topic = topic;
    this.producer = producer;
    this.publisher = publisher;
    this.putter = putter;
    this.batchSize = batching.size();
    this.queue = new SendQueue<>(topic, Math.max(batching.size(), batching.mostWaiting()));
    this.background =
        new BackgroundSending(topic, threads, batching.linger(), new BackgroundWork());
  }

  private final class BackgroundWork implements BackgroundSending.Work {
    @Override
    public boolean isWaiting() {
      return queue.size() >= batchSize;
    }

    @Override
    public void sendBatches() {
      sendInBackground(batchSize);
    }

    @Override
    public void sendAll() {
      sendInBackground(1);
    }
  }

  void requireOpen() {
    queue.requireOpen();
  }

  /** Returns when the object is published, or waits for its batch to fill. */
  void send(Outgoing<T> item) {
    sending.lock();
    try {
      queue.requireOpen();
      Optional<SerializationException> unwritable = sendWaitingOrTell(Integer.MAX_VALUE, false);
      queue.add(item);
      sendWaiting(batchSize, true);
      throwIfPresent(unwritable);
    } finally {
      sending.unlock();
    }
    if (queue.size() > 0) {
      background.linger();
    }
  }

  /** Returns when there is room for the object: if the background makes none, this thread does. */
  CompletableFuture<Void> sendAsync(Outgoing<T> item) {
    while (!queue.offer(item)) {
      makeRoom();
    }
    if (queue.size() >= batchSize) {
      background.wakeUp();
    } else {
      background.linger();
    }
    return item.sent();
  }

  private void makeRoom() {
    sending.lock();
    try {
      sendWaiting(batchSize, false);
    } catch (SerializationException e) {
      // whoever sent it has been told
    } finally {
      sending.unlock();
    }
  }

  private void sendInBackground(int least) {
    sending.lock();
    try {
      sendWaiting(least, true);
    } catch (SerializationException e) {
      // whoever sent it has been told
    } finally {
      sending.unlock();
    }
  }

  void flush() {
    sending.lock();
    try {
      sendWaiting(1, true);
    } finally {
      sending.unlock();
    }
  }

  /** Takes no more and sends what is left. */
  void seal() {
    queue.close();
    flush();
  }

  /** Sends what is left, then announces the end, once. */
  void end() {
    sending.lock();
    try {
      seal();
      if (!ended) {
        EndOfStream end = new EndOfStream(producer, nextSequence, Instant.now());
        EventBatch batch = new EventBatch(producer, nextSequence, List.of(EventFrame.write(end)));
        publishing(true, () -> publisher.publishEnd(topic, batch));
        ended = true;
      }
    } finally {
      sending.unlock();
    }
  }

  /** Gives up what could not be sent; its objects in stores are evicted, if they can be. */
  void discard() {
    sending.lock();
    try {
      evict(keptItems());
      List<Outgoing<T>> unused = queue.take(Integer.MAX_VALUE);
      current.clear();
      unpublished = null;
    } finally {
      sending.unlock();
    }
  }

  /** A store that is away as well must not keep the producer from being closed. */
  private void evict(List<Outgoing<T>> givenUp) {
    Releases releases = new Releases();
    for (Outgoing<T> each : givenUp) {
      releases.addUnsent(each);
    }
    try {
      releases.evict();
    } catch (ProxyStoreException e) {
      LOG.warn(
          "Of {} objects for the topic {} that were given up, some stay in their store. {}",
          givenUp.size(),
          topic,
          e.getMessage());
    }
  }

  /**
   * Sends what an earlier failure has left, and from the queue as long as it has so many. Tells
   * those who wait for an object if it fails.
   *
   * @param taken what to say of the object of this call if it fails
   */
  private void sendWaiting(int least, boolean taken) {
    throwIfPresent(sendWaitingOrTell(least, taken));
  }

  private static void throwIfPresent(Optional<SerializationException> unwritable) {
    if (unwritable.isPresent()) {
      throw unwritable.get();
    }
  }

  /** The same, and returns why an object could not be written. */
  private Optional<SerializationException> sendWaitingOrTell(int least, boolean taken) {
    try {
      publishKept(taken);
      return sendFromQueue(least, taken);
    } catch (StreamSendException e) {
      keptItems().forEach(each -> each.sent().completeExceptionally(e));
      throw e;
    }
  }

  private Optional<SerializationException> sendFromQueue(int least, boolean taken) {
    SerializationException unwritable = null;
    while (!current.isEmpty() || queue.size() >= least) {
      Optional<SerializationException> failure = sendNext(taken);
      unwritable = unwritable == null ? failure.orElse(null) : unwritable;
    }
    return Optional.ofNullable(unwritable);
  }

  private Optional<SerializationException> sendNext(boolean taken) {
    if (current.isEmpty()) {
      takeNext(taken);
    }
    Optional<SerializationException> unwritable = putCurrent(taken);
    if (!current.isEmpty()) {
      unpublished = new Unpublished<>(batch(current), List.copyOf(current));
      current.clear();
      publishKept(taken);
    }
    return unwritable;
  }

  private void takeNext(boolean taken) {
    int most = putter.aggregates() ? batchSize : Math.max(batchSize, MOST_AT_ONCE);
    List<Outgoing<T>> next = queue.take(most);
    try {
      current.addAll(putter.prepare(next));
    } catch (RuntimeException e) {
      queue.putBack(next);
      throw new StreamSendException(topic, kept(), taken, e);
    }
  }

  /** What is taken gets its proxies; what nobody can write goes, and must not hold up the rest. */
  private Optional<SerializationException> putCurrent(boolean taken) {
    try {
      put(current, taken);
      return Optional.empty();
    } catch (SerializationException e) {
      Map<CompletableFuture<Void>, SerializationException> failed = new LinkedHashMap<>();
      current.replaceAll(each -> putAlone(each, taken, failed));
      current.removeIf(each -> each.proxy() == null);
      failed.forEach(CompletableFuture::completeExceptionally);
      return Optional.of(e);
    }
  }

  private Outgoing<T> putAlone(
      Outgoing<T> item,
      boolean taken,
      Map<CompletableFuture<Void>, SerializationException> failed) {
    try {
      List<Outgoing<T>> alone = new ArrayList<>(List.of(item));
      put(alone, taken);
      return alone.get(0);
    } catch (SerializationException e) {
      failed.put(item.sent(), e);
      return item;
    }
  }

  private void put(List<Outgoing<T>> items, boolean taken) {
    try {
      putter.put(items);
    } catch (SerializationException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new StreamSendException(topic, kept(), taken, e);
    }
  }

  private EventBatch batch(List<Outgoing<T>> ready) {
    long first = nextSequence;
    Instant now = Instant.now();
    List<byte[]> frames = new ArrayList<>(ready.size());
    for (Outgoing<T> each : ready) {
      frames.add(
          EventFrame.write(
              new ObjectSent(
                  producer, nextSequence++, now, each.options().metadata(), each.requireProxy())));
    }
    return new EventBatch(producer, first, frames);
  }

  private void publishKept(boolean taken) {
    Unpublished<T> kept = unpublished;
    if (kept != null) {
      publishing(taken, () -> publisher.publish(topic, kept.batch()));
      unpublished = null;
      kept.items().forEach(each -> each.sent().complete(null));
    }
  }

  private void publishing(boolean taken, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      throw new StreamSendException(topic, kept(), taken, e);
    }
  }

  private int kept() {
    return queue.size() + current.size() + (unpublished == null ? 0 : unpublished.items().size());
  }

  /** A copy: who is told of a failure may send more. */
  private List<Outgoing<T>> keptItems() {
    List<Outgoing<T>> items = new ArrayList<>();
    if (unpublished != null) {
      items.addAll(unpublished.items());
    }
    items.addAll(current);
    queue.forEach(items::add);
    return items;
  }
}
