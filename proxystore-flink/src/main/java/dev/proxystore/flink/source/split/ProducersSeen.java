package dev.proxystore.flink.source.split;

import java.util.Set;
import java.util.UUID;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * A reader tells the enumerator which producers a split has seen, in addition to what it told
 * before.
 */
@Internal
public record ProducersSeen(String topic, String splitId, Set<UUID> open, Set<UUID> ended)
    implements SourceEvent {}
