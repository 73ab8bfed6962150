package dev.proxystore.flink.sink;

import dev.proxystore.flink.sink.ProxyCommittable.End;
import dev.proxystore.flink.sink.ProxyCommittable.Events;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.BrokerException;
import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.EventFrame;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.StreamEvent.EndOfStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.sink2.Committer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what a complete checkpoint holds, in its order. A repeat has the same producer and
 * numbers. If the broker fails all that comes behind waits too: a broker that has a later event of
 * a producer takes an earlier one for a repeat.
 */
@Internal
final class ProxyCommitter implements Committer<ProxyCommittable> {
  /** About thirteen seconds of pauses; after that the job fails and restores the committables. */
  private static final int MOST_RETRIES = 8;

  private final Broker broker;
  private final Publisher publisher;

  ProxyCommitter(Broker broker) {
    this.broker = broker;
    this.publisher = broker.publisher();
  }

  @Override
  public void commit(Collection<CommitRequest<ProxyCommittable>> requests)
      throws IOException, InterruptedException {
    BrokerException failure = null;
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

  private @Nullable BrokerException publish(ProxyCommittable committable) {
    try {
      if (committable instanceof Events events) {
        publisher.publish(events.topic(), events.batch());
      } else if (committable instanceof End end) {
        end.producers().forEach(this::announceEnds);
      }
      return null;
    } catch (BrokerException e) {
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

  private static void waitOrFail(BrokerException failure, int retries)
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
    publisher.close();
    broker.close();
  }
}
