package dev.proxystore.flink.operators;

import dev.proxystore.flink.ProxyDiscardOptions;
import dev.proxystore.flink.orphans.TakenSavepoint;
import dev.proxystore.proxy.Factory;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.StoreFactory;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.state.CheckpointStreamFactory;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.IOUtils;

/** Releases the objects of proxies that nobody will resolve, and emits nothing. */
@Internal
@SuppressWarnings("NullAway.Init") // Flink calls initializeState() before anything else
final class DiscardOperator<IN, T> extends AbstractStreamOperator<Void>
    implements OneInputStreamOperator<IN, Void> {
  private static final long serialVersionUID = 1L;

  private final KeySelector<IN, Proxy<T>> selector;
  private final ProxyDiscardOptions options;
  private final transient MailboxExecutor mailbox;
  private transient OperatorStores stores;
  private transient Releaser releaser;

  DiscardOperator(
      StreamOperatorParameters<Void> parameters,
      KeySelector<IN, Proxy<T>> selector,
      ProxyDiscardOptions options) {
    super(parameters);
    this.mailbox = parameters.getMailboxExecutor();
    this.selector = selector;
    this.options = options;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    MetricGroup group = getMetricGroup().addGroup("proxystore");
    stores =
        new OperatorStores(
            options.stores(), getContainingTask().getEnvironment().getUserCodeClassLoader(), group);
    releaser =
        new Releaser(
            ReleaseRules.of(
                options,
                Consumers.of(
                    options.consumer(),
                    options.input(),
                    getOperatorID(),
                    getRuntimeContext().getTaskInfo()),
                Backoff.PATIENT,
                getContainingTask()),
            stores,
            mailbox,
            group,
            getRuntimeContext().getJobInfo().getJobId(),
            context);
    releaser.registerLive(group, () -> 0, () -> 0);
  }

  @Override
  public void processElement(StreamRecord<IN> element) throws Exception {
    Factory<?> object = ObjectFetcher.object(selector.getKey(element.getValue()));
    if (object instanceof StoreFactory<?> stored) {
      releaser.release(stored);
    }
  }

  @Override
  public OperatorSnapshotFutures snapshotState(
      long checkpoint, long timestamp, CheckpointOptions kind, CheckpointStreamFactory storage)
      throws Exception {
    TakenSavepoint.of(checkpoint, timestamp, kind).ifPresent(releaser::savepointTaken);
    if (TakenSavepoint.suspends(kind)) {
      releaser.suspendedWith(checkpoint);
    }
    return super.snapshotState(checkpoint, timestamp, kind, storage);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    releaser.snapshot(context.getCheckpointId());
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) throws Exception {
    super.notifyCheckpointComplete(checkpoint);
    releaser.checkpointCompleted(checkpoint);
  }

  @Override
  public void notifyCheckpointAborted(long checkpoint) throws Exception {
    super.notifyCheckpointAborted(checkpoint);
    releaser.checkpointAborted(checkpoint);
  }

  @Override
  public void finish() throws Exception {
    super.finish();
    releaser.finish();
  }

  @Override
  public void close() throws Exception {
    IOUtils.closeAll(Releaser.orNothing(releaser), stores, super::close);
  }
}
