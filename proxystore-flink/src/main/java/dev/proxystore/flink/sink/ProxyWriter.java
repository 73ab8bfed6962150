package dev.proxystore.flink.sink;

import static java.util.Objects.requireNonNull;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.flink.orphans.PublishedObjects;
import dev.proxystore.flink.sink.ProxyCommittable.Begin;
import dev.proxystore.flink.sink.ProxyCommittable.Complete;
import dev.proxystore.flink.sink.ProxyCommittable.End;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.Metadata;
import dev.proxystore.stream.event.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BiConsumer;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.util.FlinkRuntimeException;

/** Gathers batches, has them put, numbers their events and hands them over. */
@Internal
final class ProxyWriter<IN>
    implements CommittingSinkWriter<IN, ProxyCommittable>,
        StatefulSinkWriter<IN, ProxyWriterState> {
  private final SinkSettings<IN> settings;
  private final Attempt attempt;
  private final Broker broker;
  private final Putter putter;
  private final Outlet outlet;
  private final Producer producer;
  private final List<ProducerNumbers> retired;
  private final WriterMetrics metrics;
  private final Map<String, List<Item>> waiting = new TreeMap<>();
  private boolean ended;

  ProxyWriter(
      SinkSettings<IN> settings,
      Attempt attempt,
      Broker broker,
      Putter putter,
      Outlet outlet,
      Producers producers,
      WriterMetrics metrics) {
    this.settings = settings;
    this.attempt = attempt;
    this.broker = broker;
    this.putter = putter;
    this.outlet = outlet;
    this.producer = producers.own();
    this.retired = producers.retired();
    this.metrics = metrics;
  }

  @Override
  public void write(IN record, Context context) throws InterruptedException {
    String topic = topicOf(record);
    List<Item> batch = waiting.computeIfAbsent(topic, name -> new ArrayList<>());
    batch.add(item(record));
    if (batch.size() >= settings.batchSize()) {
      send(topic);
    }
  }

  private String topicOf(IN record) {
    try {
      return Topics.requireName(settings.topics().map(record));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new FlinkRuntimeException("The topic of a record cannot be told.", e);
    }
  }

  private Item item(IN record) {
    try {
      Object content =
          requireNonNull(
              settings.content().map(record),
              "Expected a value or a proxy to send, found null. Filter such records out before.");
      Metadata metadata = requireNonNull(settings.metadata().map(record), "metadata");
      return new Item(content, metadata);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new FlinkRuntimeException("The content of a record cannot be told.", e);
    }
  }

  private void send(String topic) throws InterruptedException {
    List<Item> batch = waiting.remove(topic);
    if (batch == null) {
      return;
    }
    try {
      sendAll(topic, batch);
    } catch (ProxyStoreException e) {
      metrics.failed(batch.size());
      if (settings.guarantee() != DeliveryGuarantee.NONE) {
        throw e;
      }
    }
  }

  private void sendAll(String topic, List<Item> items) throws InterruptedException {
    long began = System.nanoTime();
    List<? extends Proxy<?>> proxies = putter.put(items.stream().map(Item::content).toList());
    EventBatch batch = producer.batch(topic, items, proxies);
    outlet.send(topic, batch);
    metrics.sent(batch, WriterMetrics.objectBytes(proxies), System.nanoTime() - began);
  }

  private void sendAllTopics() throws InterruptedException {
    for (String topic : List.copyOf(waiting.keySet())) {
      send(topic);
    }
  }

  /** From now on nothing waits longer than this for its batch to fill. */
  void flushEvery(long millis, ProcessingTimeService timers) {
    ScheduledFuture<?> unused =
        timers.registerTimer(
            timers.getCurrentProcessingTime() + millis,
            time -> {
              sendAllTopics();
              flushEvery(millis, timers);
            });
  }

  @Override
  public void flush(boolean endOfInput) throws InterruptedException {
    if (endOfInput || settings.guarantee() != DeliveryGuarantee.NONE) {
      sendAllTopics();
    }
    ended |= endOfInput;
  }

  @Override
  public Collection<ProxyCommittable> prepareCommit() {
    List<ProxyCommittable> all = new ArrayList<>();
    List<ProxyCommittable> events = outlet.toCommit();
    if (!events.isEmpty()) {
      ifMarked((of, mark) -> all.add(new Begin(of.prefix(), of.next(), mark)));
    }
    all.addAll(events);
    if (ended && settings.announcesEnds()) {
      all.add(end());
    }
    if (ended) {
      ifMarked((of, mark) -> all.add(new Complete(of.prefix(), mark)));
    }
    return all;
  }

  /** If a mark says which objects have been published. */
  private void ifMarked(BiConsumer<PublishedObjects, String> action) {
    if (putter instanceof NumberedPutter numbered) {
      PublishedObjects objects = numbered.objects();
      objects.mark().ifPresent(mark -> action.accept(objects, mark));
    }
  }

  private End end() {
    List<ProducerNumbers> ends = new ArrayList<>(List.of(producer.ends(producer.numbers())));
    retired.forEach(each -> ends.add(producer.ends(each)));
    return new End(ends);
  }

  @Override
  public List<ProxyWriterState> snapshotState(long checkpoint) {
    if (putter instanceof NumberedPutter numbered) {
      numbered.objects().checkpointBegun(checkpoint);
      PublishedObjects objects = numbered.objects();
      return List.of(state(objects.prefix(), objects.next(), objects.watched()));
    }
    return List.of(state("", 0, Map.of()));
  }

  private ProxyWriterState state(String objects, long nextObject, Map<String, Long> watched) {
    return new ProxyWriterState(
        attempt.run(), producer.numbers(), objects, nextObject, watched, retired);
  }

  @Override
  public void close() {
    try {
      putter.close();
    } finally {
      broker.close();
    }
  }
}
