package dev.proxystore.stream;

import dev.proxystore.ProxyStoreException;

/**
 * Objects could not be stored or their events not published. The producer keeps them and sends them
 * with the next flush, in their order and once; what is sent to the topic meanwhile follows.
 */
public final class StreamSendException extends ProxyStoreException {
  private static final long serialVersionUID = 1L;

  private final String topic;
  private final int kept;
  private final boolean taken;

  StreamSendException(String topic, int kept, boolean taken, RuntimeException cause) {
    super(
        "%s%s %s"
            .formatted(
                kept == 0 ? endUnknown(topic) : unsent(topic, kept),
                taken ? "" : " The object of this call was not taken; send it again after that.",
                cause instanceof ProxyStoreException ? cause.getMessage() : cause.toString()),
        cause);
    this.topic = topic;
    this.kept = kept;
    this.taken = taken;
  }

  private static String endUnknown(String topic) {
    return "The end of the topic '%s' could not be announced: end it, or close, again."
        .formatted(topic);
  }

  private static String unsent(String topic, int kept) {
    return "%d object%s for the topic '%s' could not be sent and %s kept: call flush() to try again."
        .formatted(kept, kept == 1 ? "" : "s", topic, kept == 1 ? "is" : "are");
  }

  public String topic() {
    return topic;
  }

  /** How many objects of the topic the producer keeps. */
  public int kept() {
    return kept;
  }

  /**
   * Whether the object of the call that failed is among those kept; if not, it is the caller's to
   * send again.
   */
  public boolean isTaken() {
    return taken;
  }
}
