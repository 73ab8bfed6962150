package dev.proxystore.stream.event;

/**
 * A frame as it came from a broker.
 *
 * @param partition the part of the topic from which it was read; 0 where topics have one
 * @param position where in the partition it lies, in the broker's own words: what {@link
 *     StartPosition#after} and {@link Subscriber#acknowledge} take; empty where there are none
 * @param frame the bytes of an event; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // moved on, never compared
public record Message(int partition, String position, byte[] frame) {}
