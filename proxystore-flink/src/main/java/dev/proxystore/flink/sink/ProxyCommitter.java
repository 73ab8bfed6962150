package dev.proxystore.flink.sink;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.flink.orphans.Publications;
import dev.proxystore.flink.sink.ProxyCommittable.Begin;
import dev.proxystore.flink.sink.ProxyCommittable.Complete;
import dev.proxystore.flink.sink.ProxyCommittable.End;
import dev.proxystore.flink.sink.ProxyCommittable.Events;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.EventFrame;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.StreamEvent.EndOfStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.sink2.Committer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what a complete checkpoint holds, in its order. A repeat has the same producer and
 * numbers. If the broker or the store fails all that comes behind waits too: a broker that has a
 * later event of a producer takes an earlier one for a repeat.
 */
@Internal
final class ProxyCommitter implements Committer<ProxyCommittable> {
  /** About thirteen seconds of pauses; after that the job fails and restores the committables. */
  private static final int MOST_RETRIES = 8;

  private final Broker broker;
  private final Publisher publisher;

  /** Of a sink that puts. */
  private final Optional<Publications> publications;

  ProxyCommitter(Broker broker, Optional<Publications> publications) {
    this.broker = broker;
    this.publisher = broker.publisher();
    this.publications = publications;
  }

  @Override
  public void commit(Collection<CommitRequest<ProxyCommittable>> requests)
      throws IOException, InterruptedException {
    ProxyStoreException failure = null;
    int retries = 0;
    for (CommitRequest<ProxyCommittable> each : requests) {
      failure = failure != null ? failure : publish(each.getCommittable());
      if (failure != null) {
        retries = Math.max(retries, each.getNumberOfRetries());
        each.retryLater();
      }
    }
    if (failure != null) {
      waitOrFail(failure, retries);
    }
  }

  private @Nullable ProxyStoreException publish(ProxyCommittable committable) {
    try {
      if (committable instanceof Begin begin) {
        publications.ifPresent(
            all -> all.begin(begin.objects(), begin.nextObject(), begin.firstMark()));
      } else if (committable instanceof Complete complete) {
        publications.ifPresent(all -> all.end(complete.objects(), complete.firstMark()));
      } else if (committable instanceof Events events) {
        publisher.publish(events.topic(), events.batch());
      } else if (committable instanceof End end) {
        end.producers().forEach(this::announceEnds);
      }
      return null;
    } catch (ProxyStoreException e) {
      return e;
    }
  }

  private void announceEnds(ProducerNumbers of) {
    of.next()
        .forEach(
            (topic, number) -> {
              EndOfStream end = new EndOfStream(of.producer(), number, Instant.now());
              publisher.publishEnd(
                  topic, new EventBatch(of.producer(), number, List.of(EventFrame.write(end))));
            });
  }

  private static void waitOrFail(ProxyStoreException failure, int retries)
      throws IOException, InterruptedException {
    if (retries >= MOST_RETRIES) {
      throw new IOException(
          "Events of a complete checkpoint could not be published; they are published when the job is restored. "
              + failure.getMessage(),
          failure);
    }
    Retries.pauseAfter(retries);
  }

  @Override
  public void close() {
    try {
      publisher.close();
      broker.close();
    } finally {
      publications.ifPresent(Publications::close);
    }
  }
}
