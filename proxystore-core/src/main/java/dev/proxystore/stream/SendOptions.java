package dev.proxystore.stream;

import static java.util.Objects.requireNonNull;

import dev.proxystore.store.OnResolve;
import dev.proxystore.store.PutOptions;
import dev.proxystore.stream.event.Metadata;
import java.time.Duration;

/**
 * How one object is sent. Immutable.
 *
 * @param metadata what is said of it
 * @param put how it is put into the topic's store; of no effect where the topic has none
 */
public record SendOptions(Metadata metadata, PutOptions put) {
  private static final SendOptions DEFAULTS =
      new SendOptions(Metadata.empty(), PutOptions.evictOnResolve());

  public SendOptions {
    requireNonNull(metadata, "metadata");
    requireNonNull(put, "put");
  }

  /** No metadata; the object goes when its proxy is resolved. */
  public static SendOptions defaults() {
    return DEFAULTS;
  }

  /** With these metadata. */
  public SendOptions withMetadata(Metadata value) {
    return new SendOptions(value, put);
  }

  /** The object stays when it is resolved: for topics of which nobody knows who reads them. */
  public SendOptions keep() {
    return new SendOptions(metadata, put.withFanOut(1).withOnResolve(OnResolve.KEEP));
  }

  /** The object goes when its proxy is resolved. */
  public SendOptions evict() {
    return new SendOptions(metadata, put.withOnResolve(OnResolve.EVICT));
  }

  /** The object goes when so many consumers have each released it, under names of their own. */
  public SendOptions fanOut(int consumers) {
    return new SendOptions(metadata, put.withFanOut(consumers));
  }

  /** How long the object stays at most. */
  public SendOptions withTimeToLive(Duration value) {
    return new SendOptions(metadata, put.withTimeToLive(value));
  }
}
