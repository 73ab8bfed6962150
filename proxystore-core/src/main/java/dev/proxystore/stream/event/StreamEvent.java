package dev.proxystore.stream.event;

import static java.util.Objects.requireNonNull;

import dev.proxystore.proxy.Proxy;
import java.time.Instant;
import java.util.UUID;

/**
 * What a producer tells the consumers of a topic. A producer numbers its events on a topic upwards:
 * a number that is not above what a consumer has seen before is a repeat. Numbers may be left out
 * between two batches, as by a sink that goes on after a failure.
 */
public sealed interface StreamEvent {

  /** Who sent it; each producer has an id of its own. */
  UUID producer();

  /** The number of this event among those of its producer on the topic. */
  long sequence();

  /** When it was sent, by the producer's clock, to the millisecond. */
  Instant sentAt();

  /** An object was sent: its proxy, and what is said of it. */
  record ObjectSent(UUID producer, long sequence, Instant sentAt, Metadata metadata, Proxy<?> proxy)
      implements StreamEvent {
    public ObjectSent {
      requireNonNull(producer, "producer");
      requireNonNull(metadata, "metadata");
      requireNonNull(proxy, "proxy");
      sentAt = Instant.ofEpochMilli(sentAt.toEpochMilli());
    }
  }

  /** The producer sends no more on this topic; the last of its numbers. */
  record EndOfStream(UUID producer, long sequence, Instant sentAt) implements StreamEvent {
    public EndOfStream {
      requireNonNull(producer, "producer");
      sentAt = Instant.ofEpochMilli(sentAt.toEpochMilli());
    }
  }
}
