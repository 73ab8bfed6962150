package dev.proxystore.stream;

import dev.proxystore.proxy.Factory;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.stream.event.Metadata;
import java.time.Instant;
import java.util.UUID;

/**
 * What a consumer gets for each object that was sent.
 *
 * @param topic where it was sent
 * @param proxy of the object; if the topic has no store the object is in it
 * @param metadata what the producer says of it
 * @param producer who sent it
 * @param sequence its number among those of its producer on the topic
 * @param sentAt when, by the producer's clock, to the millisecond
 * @param <T> the type of the object
 */
public record StreamItem<T>(
    String topic, Proxy<T> proxy, Metadata metadata, UUID producer, long sequence, Instant sentAt) {

  /**
   * The object, which is fetched now, and evicted if the producer said so.
   *
   * @throws dev.proxystore.proxy.ProxyResolveException if it is missing, unreadable or out of reach
   */
  public T object() {
    return proxy.resolve();
  }

  /**
   * Drops the item: evicts the object without fetching it, if the producer said that it goes when
   * it is used. Call it for what you receive and do not look at, or the store fills. Does nothing
   * for an object that stays, that lies in its proxy, or that is gone.
   */
  public void discard() {
    Releases.discard(proxy);
  }

  @SuppressWarnings("unchecked") // the consumer says what was sent
  StreamItem<T> fetched(Factory<T> factory, Object object) {
    return new StreamItem<>(
        topic, Proxy.fetched(factory, (T) object), metadata, producer, sequence, sentAt);
  }
}
