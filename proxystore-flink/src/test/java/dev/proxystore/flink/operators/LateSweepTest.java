package dev.proxystore.flink.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.JobObjects;
import dev.proxystore.flink.ProxyPutOptions;
import dev.proxystore.flink.PutFunction;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.StoreFactory;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.api.graph.StreamConfig;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Attempts that end before they could clear up after the ones before them. */
class LateSweepTest {
  private static final int ALWAYS = Integer.MAX_VALUE;

  private final TestStore server = TestStore.start();
  private final JobID job = new JobID();
  private final OperatorID operator = new OperatorID();

  /** Of one run: all attempts have it. */
  private final PutOperatorFactory<String, String, Proxy<String>> factory =
      new PutOperatorFactory<>(
          PutFunction.<String>wholeRecord(), server.config(), ProxyPutOptions.defaults(), null);

  @AfterEach
  void close() {
    server.close();
  }

  private OneInputStreamOperatorTestHarness<String, Proxy<String>> begin(
      long checkpoint, @Nullable OperatorSubtaskState state) throws Exception {
    OneInputStreamOperatorTestHarness<String, Proxy<String>> task =
        new OneInputStreamOperatorTestHarness<>(
            factory, StringSerializer.INSTANCE, new MockEnvironmentBuilder().setJobID(job).build());
    new StreamConfig(task.getEnvironment().getTaskConfiguration()).setOperatorID(operator);
    CheckpointedTask.withCheckpoints(task);
    task.setup();
    if (state != null) {
      task.setRestoredCheckpointId(checkpoint);
      task.initializeState(state);
    }
    task.open();
    return task;
  }

  private static String put(OneInputStreamOperatorTestHarness<String, Proxy<String>> task)
      throws Exception {
    task.processElement("value", 17);
    Proxy<String> last = task.extractOutputValues().get(task.extractOutputValues().size() - 1);
    return ((StoreFactory<?>) last.factory()).key().id();
  }

  private void assertOnlyTheseStay(Set<String> ids) {
    await().untilAsserted(() -> assertThat(server.ids()).isEqualTo(ids));
  }

  @Test
  void whatAnAttemptWithoutACheckpointPutGoesAlsoIfItsSuccessorCouldNotLookBeforeItFailed()
      throws Exception {
    Set<String> held = new HashSet<>();
    var first = begin(0, null);
    held.add(put(first));
    OperatorSubtaskState seventh = first.snapshot(7, 7);
    put(first);
    first.close();

    server.refuseLists(ALWAYS);
    var withoutACheckpoint = begin(7, seventh);
    put(withoutACheckpoint);
    withoutACheckpoint.close();

    var withOne = begin(7, seventh);
    held.add(put(withOne));
    OperatorSubtaskState eighth = withOne.snapshot(8, 8);
    withOne.notifyOfCompletedCheckpoint(8);
    put(withOne);
    withOne.close();

    var unable = begin(8, eighth);
    OperatorSubtaskState ninth = unable.snapshot(9, 9);
    unable.notifyOfCompletedCheckpoint(9);
    unable.close();
    assertThat(server.ids()).hasSize(5);

    server.refuseLists(0);
    var last = begin(9, ninth);
    assertOnlyTheseStay(held);
    last.close();
  }

  @Test
  void aSavepointThatTheJobIsStoppedWithDoesNotShowThatNobodyBeginsThereAgain() throws Exception {
    var first = begin(0, null);
    OperatorSubtaskState seventh = first.snapshot(7, 7);
    first.close();
    var alike = begin(7, seventh);
    String later = put(alike);

    var stopped = begin(7, seventh);
    stopped.snapshotWithLocalState(8, 8, SavepointType.suspend(SavepointFormatType.CANONICAL));
    assertThat(JobObjects.forgetSavepoints(server.config(), job)).isPositive();
    stopped.notifyOfCompletedCheckpoint(8);
    await()
        .during(Duration.ofMillis(300))
        .untilAsserted(
            () -> assertThat(server.ids()).as("it may be the successor's").contains(later));
    stopped.close();
    alike.close();

    var completed = begin(7, seventh);
    completed.snapshot(9, 9);
    completed.notifyOfCompletedCheckpoint(9);
    await().untilAsserted(() -> assertThat(server.ids()).doesNotContain(later));
    completed.close();
  }
}
