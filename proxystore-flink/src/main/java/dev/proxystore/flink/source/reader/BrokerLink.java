package dev.proxystore.flink.source.reader;

import dev.proxystore.flink.source.ProxySourceSettings;
import dev.proxystore.flink.source.split.ProxySourceSplit;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.ReplayableBroker;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A reader's connection to the broker, which opens when it is needed. The fetcher's thread polls
 * its subscribers, one a topic of a replayable broker and one a split of others; when a split has
 * ended, its subscriber is the task's, which acknowledges with it. Lives as long as the reader.
 */
final class BrokerLink implements AutoCloseable {
  private final ProxySourceSettings settings;
  private final Map<String, SplitSubscriber> subscribers = new ConcurrentHashMap<>();
  private @Nullable Broker broker;
  private boolean closed;

  BrokerLink(ProxySourceSettings settings) {
    this.settings = settings;
  }

  synchronized Broker broker() {
    if (closed) {
      throw new IllegalStateException("The reader is closed.");
    }
    Broker open = broker;
    if (open == null) {
      open = settings.open();
      broker = open;
    }
    return open;
  }

  ReplayableBroker log() {
    if (broker() instanceof ReplayableBroker log) {
      return log;
    }
    throw new IllegalStateException(
        "The broker %s is not replayable, the one that this job began with was. Start the job without its state."
            .formatted(settings.broker()));
  }

  /** What reads a split: splits with the same key share a subscriber. */
  static String key(ProxySourceSplit split) {
    return split.isReplayable() ? split.topic() : split.splitId();
  }

  @Nullable SplitSubscriber subscriber(String key) {
    return subscribers.get(key);
  }

  /** Replaces the subscriber of a key. */
  SplitSubscriber replace(String key, SplitSubscriber subscriber) {
    subscribers.put(key, subscriber);
    return subscriber;
  }

  void remove(String key) {
    SplitSubscriber old = subscribers.remove(key);
    if (old != null) {
      old.close();
    }
  }

  void wakeUp() {
    subscribers.values().forEach(SplitSubscriber::wakeUp);
  }

  @Override
  public void close() {
    subscribers.values().forEach(SplitSubscriber::close);
    subscribers.clear();
    Broker open;
    synchronized (this) {
      closed = true;
      open = broker;
      broker = null;
    }
    if (open != null) {
      open.close();
    }
  }
}
