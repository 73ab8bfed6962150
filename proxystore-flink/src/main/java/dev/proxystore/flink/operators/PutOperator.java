package dev.proxystore.flink.operators;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.Key;
import dev.proxystore.flink.ProxyPutOptions;
import dev.proxystore.flink.PutFunction;
import dev.proxystore.flink.orphans.Checkpoints;
import dev.proxystore.flink.orphans.PutObjects;
import dev.proxystore.flink.orphans.TakenSavepoint;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.InlineFactory;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.SerializedObject;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.functions.util.FunctionUtils;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.execution.Environment;
import org.apache.flink.runtime.state.CheckpointStreamFactory;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractUdfStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.IOUtils;
import org.jspecify.annotations.Nullable;

/** Puts an object of each record into a store and sends the record on with a proxy in its place. */
@Internal
@SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
final class PutOperator<IN, T, OUT> extends AbstractUdfStreamOperator<OUT, PutFunction<IN, T, OUT>>
    implements OneInputStreamOperator<IN, OUT> {
  private static final long serialVersionUID = 1L;
  private static final String NO_HIGH_AVAILABILITY = "NONE";

  private final StoreConfig storeConfig;
  private final ProxyPutOptions options;
  private final @Nullable TypeSerializer<T> valueSerializer;
  private final long inlineThreshold;
  private final UUID run;

  private final transient MailboxExecutor mailbox;

  private transient OperatorStores stores;
  private transient Store store;
  private transient PutOptions putOptions;
  private transient PutObjects objects;
  private transient LiveBytes liveBytes;
  private transient boolean recordsAreReused;
  private transient Counter objectsPut;
  private transient Counter bytesPut;
  private transient Counter objectsInlined;
  private transient Counter bytesInlined;

  PutOperator(
      StreamOperatorParameters<OUT> parameters,
      PutFunction<IN, T, OUT> function,
      StoreConfig storeConfig,
      ProxyPutOptions options,
      @Nullable TypeSerializer<T> valueSerializer,
      UUID run) {
    super(parameters, function);
    // Flink sets it while its own constructor runs, when there is no function yet.
    FunctionUtils.setFunctionRuntimeContext(function, getRuntimeContext());
    this.mailbox = parameters.getMailboxExecutor();
    this.storeConfig = storeConfig;
    this.options = options;
    this.valueSerializer = valueSerializer;
    this.run = run;
    this.inlineThreshold = options.inlineThreshold().getBytes();
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    objects =
        new PutObjects(
            getRuntimeContext().getJobInfo().getJobId(),
            run,
            getOperatorID().toString(),
            getRuntimeContext().getTaskInfo(),
            context);
  }

  @Override
  public void open() throws Exception {
    super.open();
    recordsAreReused = getExecutionConfig().isObjectReuseEnabled();
    Environment environment = getContainingTask().getEnvironment();
    Configuration job = environment.getJobConfiguration();
    Checkpoints checkpoints = Checkpoints.of(job);
    checkpoints.requireLongLife(storeConfig);
    if (checkpoints.areTaken()) {
      RetainedCheckpoints.requireUnswept(
          storeConfig.address(), job, environment.getTaskManagerInfo().getConfiguration());
    }
    MetricGroup group = getMetricGroup().addGroup("proxystore");
    stores = new OperatorStores(List.of(storeConfig), environment.getUserCodeClassLoader(), group);
    store = stores.get(storeConfig.address());
    liveBytes =
        new LiveBytes(
            store,
            options.maxLiveBytes().getBytes(),
            mailbox::tryYield,
            checkpoints.areTaken() ? checkpoints.interval() : LiveBytes.UNLIMITED);
    PutOptions plain =
        PutOptions.defaults().withOnResolve(options.onResolve()).withFanOut(options.fanOut());
    putOptions =
        valueSerializer == null
            ? plain
            : plain.withSerializer(new FlinkSerializer<>(valueSerializer));
    objects.begin(
        store,
        checkpoints,
        survivesJobManager(environment.getTaskManagerInfo().getConfiguration()));
    registerMetrics(group);
  }

  private static boolean survivesJobManager(Configuration cluster) {
    return !NO_HIGH_AVAILABILITY.equalsIgnoreCase(cluster.get(HighAvailabilityOptions.HA_MODE));
  }

  private void registerMetrics(MetricGroup group) {
    objectsPut = group.counter("objectsPut");
    bytesPut = group.counter("bytesPut");
    objectsInlined = group.counter("objectsInlined");
    bytesInlined = group.counter("bytesInlined");
    group.counter("orphansRemoved", objects.removed());
    if (liveBytes.isBounded()) {
      group.gauge("liveObjects", () -> liveBytes.objects());
      group.gauge("liveBytes", () -> liveBytes.bytes());
    }
  }

  @Override
  public void processElement(StreamRecord<IN> element) throws Exception {
    Proxy<T> proxy = proxy(element.getValue());
    OUT out = userFunction.attach(element.getValue(), proxy);
    output.collect(element.replace(out));
  }

  /** On its own, so that nothing keeps a large value while the record is sent on. */
  private Proxy<T> proxy(IN element) throws Exception {
    T value =
        requireNonNull(
            userFunction.value(element),
            "Expected a value to put, found null. Filter such records out before.");
    if (inlineThreshold == 0) {
      return put(value);
    }
    SerializedObject serialized = store.serialize(value, putOptions);
    return serialized.length() <= inlineThreshold ? inline(serialized) : put(serialized);
  }

  /**
   * Where objects are reused, Flink has nobody change what was emitted; else it would be a copy.
   */
  private Proxy<T> inline(SerializedObject object) {
    objectsInlined.inc();
    bytesInlined.inc(object.length());
    return Proxy.of(
        recordsAreReused ? InlineFactory.<T>sharing(object) : InlineFactory.<T>of(object));
  }

  private Proxy<T> put(Object value) throws InterruptedException {
    liveBytes.awaitRoom();
    Key key = store.put(value, putOptions.withId(objects.nextId()));
    liveBytes.add(key);
    objectsPut.inc();
    bytesPut.inc(key.length());
    return store.proxyFromKey(key, options.onResolve());
  }

  @Override
  public OperatorSnapshotFutures snapshotState(
      long checkpoint, long timestamp, CheckpointOptions kind, CheckpointStreamFactory storage)
      throws Exception {
    TakenSavepoint.of(checkpoint, timestamp, kind).ifPresent(objects::pin);
    if (TakenSavepoint.suspends(kind)) {
      objects.suspendedWith(checkpoint);
    }
    return super.snapshotState(checkpoint, timestamp, kind, storage);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    objects.save(context.getCheckpointId());
    liveBytes.barrierPassed();
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) throws Exception {
    super.notifyCheckpointComplete(checkpoint);
    objects.checkpointCompleted(checkpoint);
  }

  @Override
  public void notifyCheckpointAborted(long checkpoint) throws Exception {
    super.notifyCheckpointAborted(checkpoint);
    objects.checkpointAborted(checkpoint);
  }

  @Override
  public void finish() throws Exception {
    super.finish();
    objects.finish();
  }

  @Override
  public void close() throws Exception {
    List<AutoCloseable> last = new ArrayList<>();
    last.add(super::close);
    if (stores != null) {
      last.add(stores);
    }
    if (objects != null) {
      last.add(objects::close);
    }
    IOUtils.closeAll(last);
  }
}
