package dev.proxystore.flink.sink;

import dev.proxystore.flink.orphans.Publications;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.StoreConfig;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreWriteTopology;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Sends a stream's values to topics, as {@code StreamProducer} does: puts each into a store and
 * tells the broker where it lies. Or sends proxies on, and puts nothing.
 *
 * <pre>{@code
 * frames.sinkTo(
 *     ProxySink.<byte[]>builder()
 *         .setBroker("redis://localhost:6379/events?broker=stream")
 *         .setStore(StoreConfig.of("redis://localhost:6379/frames"))
 *         .setTopic("frames")
 *         .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
 *         .build());
 * }</pre>
 *
 * <p>Each parallel writer is a producer of its own, with an id and numbers that it keeps in
 * checkpoints.
 *
 * <ul>
 *   <li>{@code NONE}: a batch is published when it is full. One that cannot be is counted and lost;
 *       so is what waits when a task fails.
 *   <li>{@code AT_LEAST_ONCE}: all is published before a checkpoint is complete. What was published
 *       after the last one is published again, as other events with other numbers, after a failure.
 *   <li>{@code EXACTLY_ONCE}: objects are put before a checkpoint and their events, numbered, are a
 *       part of it; they are published when it is complete. A commit that is repeated after a crash
 *       repeats producer and numbers: brokers that can tell drop it, and so does a consumer of a
 *       replayable broker. From a queue that cannot tell, among several consumers, an event may
 *       come twice after a crash. Events appear once a checkpoint; without checkpoints, at the end.
 * </ul>
 *
 * <p>With {@code EXACTLY_ONCE} an attempt evicts what earlier attempts of the same job have put and
 * no checkpoint holds. Of a job that fails for good or is cancelled, {@link
 * dev.proxystore.flink.JobObjects#sweep JobObjects} or a listener remove what was not published.
 *
 * @param <IN> the records
 */
@PublicEvolving
public final class ProxySink<IN>
    implements Sink<IN>,
        SupportsPreWriteTopology<IN>,
        SupportsCommitter<ProxyCommittable>,
        SupportsWriterState<IN, ProxyWriterState> {
  private static final long serialVersionUID = 1L;

  private final SinkSettings<IN> settings;

  ProxySink(SinkSettings<IN> settings) {
    this.settings = settings;
  }

  SinkSettings<IN> settings() {
    return settings;
  }

  /** Sets up a sink that puts each record, or a value in it, and publishes that. */
  public static <IN> ProxySinkBuilder<IN> builder() {
    return new ProxySinkBuilder<>();
  }

  /** Sets up a sink of proxies, which it publishes as they are. */
  public static <T> ProxySinkBuilder<Proxy<T>> ofProxies() {
    return ProxySink.<Proxy<T>>builder().setProxyExtractor(proxy -> proxy);
  }

  /** What clears up after earlier attempts must know where its task began, and savepoints. */
  @Override
  public DataStream<IN> addPreWriteTopology(DataStream<IN> records) {
    StoreConfig store = settings.store();
    return settings.isExactlyOnce() && store != null
        ? records.transform(
            "Checkpoint", records.getType(), new KnownCheckpointFactory<>(settings.sink(), store))
        : records;
  }

  @Override
  public ProxyWriter<IN> createWriter(WriterInitContext context) {
    return restoreWriter(context, List.of());
  }

  @Override
  public ProxyWriter<IN> restoreWriter(
      WriterInitContext context, Collection<ProxyWriterState> states) {
    return new WriterStart<>(settings, context).writer(states);
  }

  @Override
  public SimpleVersionedSerializer<ProxyWriterState> getWriterStateSerializer() {
    return new ProxyWriterStateSerializer();
  }

  @Override
  public Committer<ProxyCommittable> createCommitter(CommitterInitContext context) {
    return new ProxyCommitter(settings.broker().open(), publications(context));
  }

  private Optional<Publications> publications(CommitterInitContext context) {
    StoreConfig store = settings.store();
    return settings.isExactlyOnce() && store != null
        ? Optional.of(
            new Publications(store, context.getTaskInfo(), context.getRestoredCheckpointId()))
        : Optional.empty();
  }

  @Override
  public SimpleVersionedSerializer<ProxyCommittable> getCommittableSerializer() {
    return new ProxyCommittableSerializer();
  }
}
