package dev.proxystore.stream;

import dev.proxystore.ProxyStoreException;

/** An object was sent to a topic whose end this producer has announced. */
public final class TopicClosedException extends ProxyStoreException {
  private static final long serialVersionUID = 1L;

  private final String topic;

  TopicClosedException(String topic) {
    super(
        "The topic '%s' was closed by this producer and takes no more objects from it. Make another producer to send more."
            .formatted(topic));
    this.topic = topic;
  }

  public String topic() {
    return topic;
  }
}
