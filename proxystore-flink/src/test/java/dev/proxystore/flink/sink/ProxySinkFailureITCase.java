package dev.proxystore.flink.sink;

import static dev.proxystore.flink.sink.SinkJobs.TOPIC;
import static dev.proxystore.flink.sink.SinkJobs.objects;
import static dev.proxystore.flink.sink.SinkJobs.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.flink.sink.SinkJobs.FailOnce;
import dev.proxystore.flink.testutils.FaultyLog;
import dev.proxystore.flink.testutils.FaultyLog.Fault;
import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.flink.testutils.TestStore.PutFault;
import dev.proxystore.stream.StreamConsumer;
import dev.proxystore.stream.StreamItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What arrives, and what lies in the store, when tasks and brokers fail. */
@Timeout(60)
class ProxySinkFailureITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private static final Duration OFTEN = Duration.ofMillis(20);
  private static final Duration ONLY_AT_THE_END = Duration.ofHours(1);
  private static final int RECORDS = 200;

  private final TestStore store = TestStore.start();
  private final FaultyLog log = FaultyLog.start();

  @AfterEach
  void close() {
    log.close();
    store.close();
  }

  private ProxySink<String> sink(DeliveryGuarantee guarantee) {
    return ProxySink.<String>builder()
        .setBroker(log.address())
        .setStore(store.config())
        .setTopic(TOPIC)
        .setBatchSize(3)
        .setEndOfStream()
        .setDeliveryGuarantee(guarantee)
        .build();
  }

  private void run(
      StreamExecutionEnvironment environment, FailOnce failure, DeliveryGuarantee guarantee)
      throws Exception {
    Jobs.paced(environment, RECORDS, i -> "text " + i, Types.STRING)
        .rebalance()
        .map(failure)
        .sinkTo(sink(guarantee));
    environment.execute();
  }

  private static FailOnce never() {
    return FailOnce.at("never");
  }

  /** Objects are there, each once, and no other. */
  private void assertExactlyTheCommittedAreThere() {
    assertThat(store.ids()).hasSize(RECORDS);
    assertThat(objects(log.broker(), TOPIC)).containsExactlyInAnyOrderElementsOf(texts(RECORDS));
    assertThat(store.ids()).isEmpty();
  }

  @Test
  void anAttemptThatFailsBeforeItsFirstCheckpointLeavesNothingBehind() throws Exception {
    run(
        SinkJobs.restarting(ONLY_AT_THE_END),
        FailOnce.at("text 150"),
        DeliveryGuarantee.EXACTLY_ONCE);
    assertThat(FailOnce.hasFailed()).isTrue();
    assertExactlyTheCommittedAreThere();
  }

  @Test
  void anAttemptThatFailsBehindACheckpointLeavesWhatThatHolds() throws Exception {
    run(SinkJobs.restarting(OFTEN), FailOnce.behindACheckpoint(), DeliveryGuarantee.EXACTLY_ONCE);
    assertThat(FailOnce.hasFailed()).isTrue();
    assertExactlyTheCommittedAreThere();
  }

  @Test
  void anAttemptThatFailsWhileACheckpointIsTakenLeavesWhatTheOneBeforeHolds() throws Exception {
    run(SinkJobs.restarting(OFTEN), FailOnce.duringSnapshot(), DeliveryGuarantee.EXACTLY_ONCE);
    assertThat(FailOnce.hasFailed()).isTrue();
    assertExactlyTheCommittedAreThere();
  }

  @ParameterizedTest
  @EnumSource(PutFault.class)
  void severalAttemptsInARowThatFailAsTheyPutLeaveNothing(PutFault fault) throws Exception {
    store.failPuts(fault, RECORDS / 2, 3);
    run(SinkJobs.restarting(OFTEN), never(), DeliveryGuarantee.EXACTLY_ONCE);
    assertThat(store.putsLeftToFail()).isZero();
    assertExactlyTheCommittedAreThere();
  }

  @Test
  void aWriterThatWouldNotLearnItsCheckpointIsRefusedBeforeAnythingIsPut() {
    StreamExecutionEnvironment environment = SinkJobs.failing(OFTEN).disableOperatorChaining();
    assertThatThrownBy(() -> run(environment, never(), DeliveryGuarantee.EXACTLY_ONCE))
        .hasStackTraceContaining("Leave operator chaining on for the sink");
    assertThat(store.ids()).isEmpty();
  }

  @Test
  void whatAWriterPublishedThatHadFinishedStays() throws Exception {
    StreamExecutionEnvironment environment = SinkJobs.restarting(OFTEN);
    environment
        .fromSequence(0, RECORDS - 1)
        .map(FailOnce.lateInTheSecondHalf(RECORDS))
        .sinkTo(sink(DeliveryGuarantee.EXACTLY_ONCE));
    environment.execute();
    assertThat(FailOnce.hasFailed()).isTrue();
    assertExactlyTheCommittedAreThere();
  }

  /** The other branch makes one region of all tasks, so that those begin anew that had finished. */
  @Test
  void whatAWriterPublishedThatHadFinishedStaysAlsoIfThatBeginsAnew() throws Exception {
    StreamExecutionEnvironment environment = SinkJobs.restarting(OFTEN);
    DataStream<String> texts =
        environment
            .fromSequence(0, RECORDS - 1)
            .map(FailOnce.behindCheckpointsInTheSecondHalf(RECORDS));
    texts.rebalance().sinkTo(new DiscardingSink<>());
    texts.sinkTo(sink(DeliveryGuarantee.EXACTLY_ONCE));
    environment.execute();
    assertThat(FailOnce.hasFailed()).isTrue();
    assertExactlyTheCommittedAreThere();
  }

  /** The other branch makes one region of all tasks, as above. No state tells what is published. */
  @Test
  void whatAWriterPublishedAtItsEndWithoutCheckpointsStaysIfThatBeginsAnew() throws Exception {
    StreamExecutionEnvironment environment = SinkJobs.restarting(OFTEN);
    environment.getCheckpointConfig().disableCheckpointing();
    DataStream<String> texts =
        environment.fromSequence(0, RECORDS - 1).map(FailOnce.lateInTheSecondHalf(RECORDS));
    texts.rebalance().sinkTo(new DiscardingSink<>());
    texts.sinkTo(sink(DeliveryGuarantee.EXACTLY_ONCE));
    environment.execute();
    assertThat(FailOnce.hasFailed()).isTrue();
    assertThat(objects(log.broker(), TOPIC)).isNotEmpty().isSubsetOf(texts(RECORDS));
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, names = "AWAY", mode = Mode.EXCLUDE)
  void aCommitThatIsRepeatedAfterACrashPublishesNothingTwice(Fault fault) throws Exception {
    log.fail(fault, 5);
    run(SinkJobs.restarting(OFTEN), never(), DeliveryGuarantee.EXACTLY_ONCE);
    assertThat(log.hasFailed()).isTrue();
    assertExactlyTheCommittedAreThere();
  }

  @Test
  void repeatsOfABrokerThatCannotTellAreDroppedByTheConsumer() throws Exception {
    log.fail(Fault.CRASH_AFTER, 1);
    run(SinkJobs.restarting(OFTEN), never(), DeliveryGuarantee.EXACTLY_ONCE);
    List<StreamItem<String>> items = new ArrayList<>();
    try (StreamConsumer<String> consumer =
        StreamConsumer.<String>builder(log.broker(), TOPIC).build()) {
      consumer.forEach(items::add);
      assertThat(consumer.repeats()).isPositive();
    }
    assertThat(items).hasSize(RECORDS);
  }

  @ParameterizedTest
  @EnumSource(value = DeliveryGuarantee.class, names = "NONE", mode = Mode.EXCLUDE)
  void aBrokerThatIsAwayForAWhileIsWaitedFor(DeliveryGuarantee guarantee) throws Exception {
    log.fail(Fault.AWAY, 3);
    run(SinkJobs.failing(OFTEN), never(), guarantee);
    assertThat(log.hasFailed()).isTrue();
    assertExactlyTheCommittedAreThere();
  }

  @Test
  void withoutAGuaranteeWhatCannotBePublishedIsLostAndTheJobGoesOn() throws Exception {
    log.fail(Fault.AWAY, 2);
    run(SinkJobs.failing(OFTEN), never(), DeliveryGuarantee.NONE);
    assertThat(objects(log.broker(), TOPIC)).hasSize(RECORDS - 6);
  }

  @Test
  void atLeastOnceEachRecordArrivesAndTheTopicEndsAlsoAfterAFailureBeforeTheFirstCheckpoint()
      throws Exception {
    run(
        SinkJobs.restarting(ONLY_AT_THE_END),
        FailOnce.at("text 150"),
        DeliveryGuarantee.AT_LEAST_ONCE);
    List<String> objects = objects(log.broker(), TOPIC);
    assertThat(objects).hasSizeGreaterThan(RECORDS);
    assertThat(new HashSet<>(objects)).containsExactlyInAnyOrderElementsOf(texts(RECORDS));
  }

  @Test
  void atLeastOnceEachRecordArrivesAfterAFailureBehindACheckpoint() throws Exception {
    run(SinkJobs.restarting(OFTEN), FailOnce.behindACheckpoint(), DeliveryGuarantee.AT_LEAST_ONCE);
    List<String> objects = objects(log.broker(), TOPIC);
    assertThat(new HashSet<>(objects)).containsExactlyInAnyOrderElementsOf(texts(RECORDS));
  }
}
