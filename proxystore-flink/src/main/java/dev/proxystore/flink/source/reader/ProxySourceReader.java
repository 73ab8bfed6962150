package dev.proxystore.flink.source.reader;

import dev.proxystore.flink.source.Acknowledgement;
import dev.proxystore.flink.source.ProxyEventDeserializer;
import dev.proxystore.flink.source.ProxySourceSettings;
import dev.proxystore.flink.source.reader.AfterCheckpoint.Errand;
import dev.proxystore.flink.source.split.ProxySourceSplit;
import dev.proxystore.flink.source.split.ProxySourceSplitState;
import dev.proxystore.flink.source.split.TopicEnded;
import dev.proxystore.stream.event.BrokerException;
import dev.proxystore.stream.event.Message;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.core.io.InputStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads splits on one thread beside the task's. Holds frames of some hundred bytes, never an
 * object.
 */
@Internal
@SuppressWarnings("try") // Flink's close may be interrupted
public final class ProxySourceReader<OUT>
    extends SingleThreadMultiplexSourceReaderBase<
        Message, OUT, ProxySourceSplit, ProxySourceSplitState> {
  private static final Logger LOG = LoggerFactory.getLogger(ProxySourceReader.class);

  private final ProxySourceSettings settings;
  private final BrokerLink link;
  private final Errands errands;
  private final BoundedEnds ends;
  private final PendingRecords pending;
  private final ReaderMetrics metrics;
  private final AfterCheckpoint afterCheckpoint;
  private final Map<String, ProxySourceSplitState> live = new HashMap<>();
  private final Map<String, ProxySourceSplitState> finished = new HashMap<>();

  /** A reader that connects when it is given a split. */
  public static <OUT> ProxySourceReader<OUT> create(
      ProxySourceSettings settings,
      ProxyEventDeserializer<?, OUT> deserializer,
      SourceReaderContext context) {
    BrokerLink link = new BrokerLink(settings);
    return new ProxySourceReader<>(
        settings,
        deserializer,
        context,
        link,
        new Errands(),
        new BoundedEnds(settings, context, link::wakeUp),
        new PendingRecords(),
        new ReaderMetrics(context.metricGroup()));
  }

  private ProxySourceReader(
      ProxySourceSettings settings,
      ProxyEventDeserializer<?, OUT> deserializer,
      SourceReaderContext context,
      BrokerLink link,
      Errands errands,
      BoundedEnds ends,
      PendingRecords pending,
      ReaderMetrics metrics) {
    super(
        () -> new ProxySplitReader(settings, link, errands, ends.finishing(), pending),
        new ProxyRecordEmitter<>(settings, deserializer, metrics, ends),
        context.getConfiguration(),
        context);
    this.settings = settings;
    this.link = link;
    this.errands = errands;
    this.ends = ends;
    this.pending = pending;
    this.metrics = metrics;
    this.afterCheckpoint = new AfterCheckpoint(settings, link);
  }

  @Override
  protected ProxySourceSplitState initializedState(ProxySourceSplit split) {
    ProxySourceSplitState state = new ProxySourceSplitState(split);
    live.put(split.splitId(), state);
    if (split.isReplayable()) {
      metrics.show(pending);
    }
    ends.added(state);
    return state;
  }

  @Override
  protected ProxySourceSplit toSplitType(String splitId, ProxySourceSplitState state) {
    return state.toSplit();
  }

  @Override
  protected void onSplitFinished(Map<String, ProxySourceSplitState> splits) {
    live.keySet().removeAll(splits.keySet());
    finished.putAll(splits);
    splits.keySet().forEach(this::runNow);
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    if (event instanceof TopicEnded topic) {
      ends.ended(topic, live.values());
    } else {
      super.handleSourceEvents(event);
    }
  }

  @Override
  public InputStatus pollNext(ReaderOutput<OUT> output) throws Exception {
    InputStatus status = super.pollNext(output);
    if (settings.acknowledgement() == Acknowledgement.AT_ONCE
        && status != InputStatus.MORE_AVAILABLE) {
      acknowledgeAll(live.values());
      acknowledgeAll(finished.values());
    }
    return status;
  }

  private void acknowledgeAll(Collection<ProxySourceSplitState> splits) {
    splits.forEach(split -> afterCheckpoint.acknowledging(split).ifPresent(this::handOver));
  }

  @Override
  public List<ProxySourceSplit> snapshotState(long checkpointId) {
    live.values().forEach(split -> afterCheckpoint.contains(checkpointId, split));
    finished.values().forEach(split -> afterCheckpoint.contains(checkpointId, split));
    finished.clear();
    return super.snapshotState(checkpointId);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    afterCheckpoint.completed(checkpointId).forEach(this::handOver);
  }

  private void handOver(Errand errand) {
    errands.add(errand.splitId(), errand.work());
    if (!live.containsKey(errand.splitId())) {
      runNow(errand.splitId());
    }
  }

  /** The fetcher is done with the split, so its subscriber is free. */
  private void runNow(String splitId) {
    try {
      errands.run(splitId);
    } catch (BrokerException e) {
      LOG.warn("Could not tell the broker that {} has been read: {}", splitId, e.getMessage());
    }
  }

  @Override
  public void close() throws Exception {
    try {
      super.close();
    } finally {
      link.close();
    }
  }
}
