package dev.proxystore.flink.source.split;

import java.util.UUID;
import org.apache.flink.annotation.Internal;

/**
 * What a split knows of a producer.
 *
 * @param last the highest number of its events
 * @param hasEnded whether its end of stream has been read
 */
@Internal
public record SeenProducer(UUID id, long last, boolean hasEnded) {}
