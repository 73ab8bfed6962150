package dev.proxystore.flink.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.flink.JobObjects;
import dev.proxystore.flink.ProxyPutOptions;
import dev.proxystore.flink.PutFunction;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import dev.proxystore.store.StoreFactory;
import dev.proxystore.store.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PutOperatorTest {
  private final TestStore server = TestStore.start();
  private OneInputStreamOperatorTestHarness<String, Proxy<String>> task;

  private void open(
      PutFunction<String, String, Proxy<String>> function,
      ProxyPutOptions options,
      TypeSerializer<String> valueSerializer)
      throws Exception {
    create(function, options, valueSerializer);
    task.open();
  }

  private void create(
      PutFunction<String, String, Proxy<String>> function,
      ProxyPutOptions options,
      TypeSerializer<String> valueSerializer)
      throws Exception {
    task =
        new OneInputStreamOperatorTestHarness<>(
            new PutOperatorFactory<>(function, server.config(), options, valueSerializer),
            StringSerializer.INSTANCE);
    task.setup();
  }

  @AfterEach
  void close() throws Exception {
    task.close();
    server.close();
  }

  private StreamRecord<? extends Proxy<String>> output() {
    return task.extractOutputStreamRecords().get(0);
  }

  @ParameterizedTest
  @EnumSource(OnResolve.class)
  void aProxyTakesTheValuesPlaceAndKeepsItsTimestamp(OnResolve onResolve) throws Exception {
    open(PutFunction.wholeRecord(), ProxyPutOptions.defaults().setOnResolve(onResolve), null);
    task.processElement("value", 17);
    StoreFactory<?> factory = (StoreFactory<?>) output().getValue().factory();
    assertThat(output().getTimestamp()).isEqualTo(17);
    assertThat(factory.store()).isEqualTo(server.address());
    assertThat(factory.onResolve()).isEqualTo(onResolve);
    assertThat(factory.key().descriptor().encoding()).isEqualTo("utf8");
    assertThat(server.ids()).containsExactly(factory.key().id());
  }

  @Test
  void aProxyInItsOwnStoreTakesAtMostFortyBytes() throws Exception {
    open(PutFunction.wholeRecord(), ProxyPutOptions.defaults(), null);
    for (int i = 0; i < 2000; i++) {
      task.processElement("value", 17);
    }
    TypeSerializer<Proxy<String>> serializer =
        ProxyTypeInfo.forValues(String.class)
            .withStore(server.address())
            .createSerializer(new SerializerConfigImpl());
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(task.extractOutputValues().get(1999), out);
    assertThat(out.length()).isLessThanOrEqualTo(40);
  }

  private void takeSavepoint(long id) throws Exception {
    task.snapshotWithLocalState(id, id, SavepointType.savepoint(SavepointFormatType.CANONICAL));
  }

  @Test
  void aSavepointLeavesAMarkThatSaysWhenItWasTakenAndACheckpointDoesNot() throws Exception {
    open(PutFunction.wholeRecord(), ProxyPutOptions.defaults(), null);
    JobID job = task.getEnvironment().getJobID();
    task.processElement("value", 17);
    takeSavepoint(1);
    task.snapshot(2, 2);
    takeSavepoint(40);
    assertThat(JobObjects.savepoints(server.config(), job))
        .containsExactly(
            new JobObjects.Savepoint(1, Instant.ofEpochMilli(1), Optional.empty()),
            new JobObjects.Savepoint(40, Instant.ofEpochMilli(40), Optional.empty()));
    assertThat(JobObjects.count(server.config(), job)).isEqualTo(new JobObjects.Count(1, 0, 2));
  }

  @Test
  void theMarkOfASavepointThatIsAbortedGoes() throws Exception {
    open(PutFunction.wholeRecord(), ProxyPutOptions.defaults(), null);
    takeSavepoint(1);
    takeSavepoint(2);
    task.getOperator().notifyCheckpointAborted(2);
    assertThat(server.ids()).hasSize(1).anyMatch(id -> id.contains("-1."));
  }

  @Test
  void aSavepointOfAJobThatBeganWithOneMarksWhatTheOtherJobPutToo() throws Exception {
    open(PutFunction.wholeRecord(), ProxyPutOptions.defaults(), null);
    OperatorSubtaskState state = task.snapshot(7, 7);
    JobID first = task.getEnvironment().getJobID();
    task.close();
    create(PutFunction.wholeRecord(), ProxyPutOptions.defaults(), null);
    task.setRestoredCheckpointId(7);
    task.initializeState(state);
    task.open();
    JobID second = task.getEnvironment().getJobID();
    assertThat(second).isNotEqualTo(first);

    takeSavepoint(9);
    assertThat(JobObjects.count(server.config(), first).savepoints()).isOne();
    assertThat(JobObjects.savepoints(server.config(), first)).isEmpty();
    assertThat(JobObjects.forgetSavepoint(server.config(), second, 8)).isZero();
    assertThat(JobObjects.forgetSavepoints(server.config(), second)).isOne();
    assertThat(server.ids()).isEmpty();
  }

  @Test
  void aValueMayBeWrittenByFlinksSerializerOfItsType() throws Exception {
    open(PutFunction.wholeRecord(), ProxyPutOptions.defaults(), StringSerializer.INSTANCE);
    task.processElement("value", 17);
    StoreFactory<?> factory = (StoreFactory<?>) output().getValue().factory();
    assertThat(factory.key().descriptor().encoding()).isEqualTo("flink");
  }

  @Test
  void aTimeToLiveThatIsTooShortForTheCheckpointsFailsTheTaskAsItStarts() throws Exception {
    StoreConfig brief = Store.builder(server.config()).timeToLive(Duration.ofSeconds(1)).toConfig();
    task =
        new OneInputStreamOperatorTestHarness<>(
            new PutOperatorFactory<>(
                PutFunction.<String>wholeRecord(), brief, ProxyPutOptions.defaults(), null),
            StringSerializer.INSTANCE);
    CheckpointedTask.withCheckpoints(task);
    assertThatIllegalArgumentException()
        .isThrownBy(task::open)
        .withMessageContaining("has a time to live of PT1S, expected at least");
  }

  @Test
  void aMissingValueIsRefusedWithWhatToDo() throws Exception {
    open(
        PutFunction.of(record -> null, (record, proxy) -> proxy), ProxyPutOptions.defaults(), null);
    assertThatThrownBy(() -> task.processElement("value", 17))
        .hasMessageContaining("Expected a value to put, found null");
  }

  @Test
  void richFunctionsInsideAShortFormAreOpenedAndClosed() throws Exception {
    RichUpperCase value = new RichUpperCase();
    open(PutFunction.of(value, (record, proxy) -> proxy), ProxyPutOptions.defaults(), null);
    task.processElement("value", 17);
    assertThat(output().getValue().resolve()).isEqualTo("VALUE1");
    task.close();
    assertThat(value.closed).isTrue();
  }

  @Test
  void theStoreStaysOpenForOtherTasksOfTheJob() throws Exception {
    open(PutFunction.wholeRecord(), ProxyPutOptions.defaults(), null);
    task.close();
    assertThat(Stores.find(server.address())).isPresent();
  }

  private static final class RichUpperCase extends RichMapFunction<String, String> {
    private static final long serialVersionUID = 1L;
    private int parallelism;
    private boolean closed;

    @Override
    public void open(OpenContext context) {
      parallelism = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
    }

    @Override
    public String map(String value) {
      return value.toUpperCase(Locale.ROOT) + parallelism;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
