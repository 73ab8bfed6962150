package dev.proxystore.flink.source.reader;

import dev.proxystore.flink.source.BadEvent;
import dev.proxystore.flink.source.ProxyEvent;
import dev.proxystore.flink.source.ProxyEventDeserializer;
import dev.proxystore.flink.source.ProxySourceSettings;
import dev.proxystore.flink.source.split.ProxySourceSplitState;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.stream.event.Delivery;
import dev.proxystore.stream.event.EventException;
import dev.proxystore.stream.event.EventFrame;
import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.StreamEvent;
import dev.proxystore.stream.event.StreamEvent.EndOfStream;
import dev.proxystore.stream.event.StreamEvent.ObjectSent;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.base.source.reader.RecordEmitter;

/** Turns messages into records. Used by the task's thread. */
@Internal
final class ProxyRecordEmitter<T, OUT>
    implements RecordEmitter<Message, OUT, ProxySourceSplitState> {
  private final ProxySourceSettings settings;
  private final ProxyEventDeserializer<T, OUT> deserializer;
  private final ReaderMetrics metrics;
  private final BoundedEnds ends;

  ProxyRecordEmitter(
      ProxySourceSettings settings,
      ProxyEventDeserializer<T, OUT> deserializer,
      ReaderMetrics metrics,
      BoundedEnds ends) {
    this.settings = settings;
    this.deserializer = deserializer;
    this.metrics = metrics;
    this.ends = ends;
  }

  @Override
  public void emitRecord(Message message, SourceOutput<OUT> output, ProxySourceSplitState split)
      throws Exception {
    metrics.read(message.frame().length);
    split.passed(message);
    OUT record;
    long timestamp;
    try {
      StreamEvent event = EventFrame.read(message.frame());
      if (isRepeat(event, split) || !(note(event, split) instanceof ObjectSent sent)) {
        return;
      }
      ProxyEvent<T> known = known(sent, split.topic());
      timestamp = settings.timestamps().timestamp(known);
      record = deserializer.deserialize(known);
    } catch (EventException e) {
      handle(message, split, e);
      return;
    }
    output.collect(record, timestamp);
  }

  /** What a queue delivers again may be older than what it delivered to this reader before. */
  private boolean isRepeat(StreamEvent event, ProxySourceSplitState split) {
    boolean isRepeat =
        split.delivery() != Delivery.QUEUE
            && split.producers().isRepeat(event.producer(), event.sequence());
    if (isRepeat) {
      metrics.repeated();
    }
    return isRepeat;
  }

  private StreamEvent note(StreamEvent event, ProxySourceSplitState split) {
    if (event instanceof EndOfStream) {
      if (split.producers().sawEnd(event.producer(), event.sequence())) {
        ends.ended(split, event.producer());
      }
    } else if (split.producers().saw(event.producer(), event.sequence())) {
      ends.appeared(split, event.producer());
    }
    return event;
  }

  @SuppressWarnings("unchecked") // the producer and the job agree on what a topic carries
  private static <T> ProxyEvent<T> known(ObjectSent sent, String topic) {
    return new ProxyEvent<>((Proxy<T>) sent.proxy(), sent.metadata(), topic, sent.sentAt());
  }

  private void handle(Message message, ProxySourceSplitState split, EventException cause)
      throws Exception {
    metrics.bad();
    settings
        .badEventHandler()
        .handle(
            new BadEvent(
                split.topic(), message.partition(), message.position(), message.frame(), cause));
  }
}
