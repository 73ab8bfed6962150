package dev.proxystore.flink.source.split;

import java.util.Set;
import java.util.UUID;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * The enumerator tells readers that a topic has these producers and no others: a split ends when it
 * has read the end of each.
 */
@Internal
public record TopicEnded(String topic, Set<UUID> producers) implements SourceEvent {}
