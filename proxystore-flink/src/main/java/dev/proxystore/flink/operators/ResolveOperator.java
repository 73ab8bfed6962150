package dev.proxystore.flink.operators;

import static dev.proxystore.flink.operators.ObjectFetcher.object;

import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.flink.ProxyResolveOptions.Mode;
import dev.proxystore.flink.ResolveFunction;
import dev.proxystore.flink.operators.InFlightQueue.Barrier;
import dev.proxystore.flink.operators.InFlightQueue.Entry;
import dev.proxystore.flink.operators.InFlightQueue.Waiting;
import dev.proxystore.flink.orphans.TakenSavepoint;
import dev.proxystore.proxy.Factory;
import dev.proxystore.proxy.MissingObjectException;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.InlineFactory;
import dev.proxystore.store.StoreFactory;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.functions.util.FunctionUtils;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.state.CheckpointStreamFactory;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractUdfStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TimestampedCollector;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the objects of proxies ahead, applies the function to each on the task's thread, releases
 * it, and emits what was computed.
 *
 * <p>Records whose objects are on their way are operator state: a checkpoint holds references and
 * never waits for a fetch; after a restore they are fetched anew. What has been released is state
 * too, until it is gone.
 */
@Internal
@SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
final class ResolveOperator<IN, T, OUT>
    extends AbstractUdfStreamOperator<OUT, ResolveFunction<IN, T, OUT>>
    implements OneInputStreamOperator<IN, OUT>, BoundedOneInput {
  private static final long serialVersionUID = 1L;

  private final KeySelector<IN, Proxy<T>> selector;
  private final ProxyResolveOptions options;
  private final @Nullable TypeSerializer<T> valueSerializer;
  private final Backoff backoff;
  private final transient MailboxExecutor mailbox;
  private final transient AtomicBoolean drainIsDue = new AtomicBoolean();

  private transient TypeSerializer<IN> inputSerializer;
  private transient boolean recordsAreReused;
  private transient ObjectConsumer consumer;
  private transient InFlightState<IN> state;
  private transient OperatorStores stores;
  private transient Releaser releaser;
  private transient MissingObjects<IN> missingObjects;
  private transient ObjectFetcher fetcher;
  private transient Prefetcher prefetcher;
  private transient InFlightQueue<IN> queue;
  private transient TimestampedCollector<OUT> collector;
  private transient Counter proxiesResolved;
  private transient Counter bytesFetched;

  ResolveOperator(
      StreamOperatorParameters<OUT> parameters,
      ResolveFunction<IN, T, OUT> function,
      KeySelector<IN, Proxy<T>> selector,
      ProxyResolveOptions options,
      @Nullable TypeSerializer<T> valueSerializer,
      Backoff backoff) {
    super(parameters, function);
    // Flink sets it while its own constructor runs, when there is no function yet.
    FunctionUtils.setFunctionRuntimeContext(function, getRuntimeContext());
    this.mailbox = parameters.getMailboxExecutor();
    this.selector = selector;
    this.options = options;
    this.valueSerializer = valueSerializer;
    this.backoff = backoff;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    inputSerializer = config.getTypeSerializerIn(0, getUserCodeClassloader());
    consumer =
        Consumers.of(
            options.consumer(),
            options.input(),
            getOperatorID(),
            getRuntimeContext().getTaskInfo());
    state = inFlightState(context);
    MetricGroup group = getMetricGroup().addGroup("proxystore");
    stores =
        new OperatorStores(
            options.stores(), getContainingTask().getEnvironment().getUserCodeClassLoader(), group);
    recordsAreReused = getExecutionConfig().isObjectReuseEnabled();
    fetcher = new ObjectFetcher(stores, options.stores(), valueSerializer, recordsAreReused);
    registerMetrics(group);
    releaser =
        new Releaser(
            ReleaseRules.of(options, consumer, backoff, getContainingTask()),
            stores,
            mailbox,
            group,
            getRuntimeContext().getJobInfo().getJobId(),
            context);
    releaser.registerLive(group, () -> queue.objects(), () -> queue.bytes());
    missingObjects =
        new MissingObjects<>(
            options.missingObjects(), output, context.getRestoredCheckpointId(), group);
  }

  @SuppressWarnings("unchecked") // the stream was keyed with it
  private InFlightState<IN> inFlightState(StateInitializationContext context) throws Exception {
    KeySelector<?, ?> keys = config.getStatePartitioner(0, getUserCodeClassloader());
    return keys == null
        ? new UnkeyedInFlightState<>(context.getOperatorStateStore(), inputSerializer, consumer)
        : new KeyedInFlightState<>(
            this.<Object>getKeyedStateBackend(),
            (KeySelector<IN, ?>) keys,
            inputSerializer,
            consumer);
  }

  @Override
  public void open() throws Exception {
    super.open();
    prefetcher = new Prefetcher(options.maxBytesInFlight().getBytes(), this::start);
    queue = new InFlightQueue<>(options.mode() != Mode.UNORDERED);
    collector = new TimestampedCollector<>(output);
    state.restore(this::accept);
  }

  private void registerMetrics(MetricGroup group) {
    proxiesResolved = group.counter("proxiesResolved");
    bytesFetched = group.counter("bytesFetched");
    group.gauge("recordsInFlight", () -> queue.size());
    group.gauge("bytesInFlight", () -> prefetcher.bytesInFlight());
  }

  @Override
  public void processElement(StreamRecord<IN> element) throws Exception {
    Long timestamp = element.hasTimestamp() ? element.getTimestamp() : null;
    Factory<?> object = object(selector.getKey(element.getValue()));
    if (options.mode() == Mode.SYNCHRONOUS || isNext(object)) {
      fetchAndUse(element.getValue(), timestamp, object);
      return;
    }
    IN record = recordsAreReused ? inputSerializer.copy(element.getValue()) : element.getValue();
    accept(record, timestamp, consumer);
  }

  /** Whether an object came with its record, and no record before it waits for its own. */
  private boolean isNext(Factory<?> object) {
    return object instanceof InlineFactory<?> && queue.isEmpty();
  }

  private void fetchAndUse(IN record, @Nullable Long timestamp, Factory<?> object)
      throws Exception {
    Object value;
    try {
      value = fetcher.fetchNow(object);
    } catch (MissingObjectException e) {
      missingObjects.handle(record, timestamp, e);
      return;
    }
    use(record, timestamp, object, value); // Flink has set the key
    release(object, consumer);
  }

  /** Queues a record, then works until there is room for the next one. */
  private void accept(IN record, @Nullable Long timestamp, ObjectConsumer releasedBy)
      throws Exception {
    Fetch fetch = Fetch.of(object(selector.getKey(record)));
    queue.add(new Waiting<>(record, timestamp, fetch, releasedBy));
    prefetcher.submit(fetch);
    while (queue.size() >= options.maxInFlight()) {
      mailbox.yield();
    }
  }

  private void start(Fetch fetch) {
    fetcher.start(fetch);
    var unused = fetch.result().whenComplete((value, error) -> scheduleDrain());
  }

  /** Called by whichever thread fetched; the work is done by the task's. */
  private void scheduleDrain() {
    if (drainIsDue.compareAndSet(false, true)) {
      try {
        mailbox.execute(this::drain, "emit results of resolved proxies");
      } catch (RejectedExecutionException e) {
        // The task is over: nobody waits for this object any more.
      }
    }
  }

  private void drain() throws Exception {
    drainIsDue.set(false);
    for (Entry<IN> next = queue.poll(); next != null; next = queue.poll()) {
      if (next instanceof Barrier<IN> barrier) {
        super.processWatermark(barrier.watermark());
      } else if (next instanceof Waiting<IN> waiting) {
        use(waiting);
      }
    }
  }

  private void use(Waiting<IN> waiting) throws Exception {
    Object value;
    try {
      value = result(waiting.fetch());
    } catch (MissingObjectException e) {
      missingObjects.handle(waiting.record(), waiting.timestamp(), e);
      prefetcher.done(waiting.fetch());
      return;
    }
    setKeyContextElement1(new StreamRecord<>(waiting.record()));
    use(waiting.record(), waiting.timestamp(), waiting.fetch().object(), value);
    release(waiting.fetch().object(), waiting.consumer());
    prefetcher.done(waiting.fetch());
  }

  private static Object result(Fetch fetch) throws Exception {
    try {
      return fetch.result().get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  @SuppressWarnings("unchecked") // the proxy's type says so
  private void use(IN record, @Nullable Long timestamp, Factory<?> object, Object value)
      throws Exception {
    proxiesResolved.inc();
    bytesFetched.inc(Fetch.bytes(object));
    if (timestamp == null) {
      collector.eraseTimestamp();
    } else {
      collector.setAbsoluteTimestamp(timestamp);
    }
    userFunction.process(record, (T) value, collector);
  }

  private void release(Factory<?> object, ObjectConsumer by) throws InterruptedException {
    if (object instanceof StoreFactory<?> stored) {
      releaser.release(stored, by);
    }
  }

  @Override
  public void processWatermark(Watermark watermark) throws Exception {
    queue.add(watermark);
    drain();
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
    state.save(queue.waiting());
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
  public void endInput() throws Exception {
    while (!queue.isEmpty()) {
      mailbox.yield();
    }
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
