package dev.proxystore.flink.sink;

import static dev.proxystore.flink.sink.SinkJobs.TOPIC;
import static dev.proxystore.flink.sink.SinkJobs.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.flink.sink.SinkJobs.FailOnce;
import dev.proxystore.flink.testutils.FaultyLog;
import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import dev.proxystore.store.Stores;
import dev.proxystore.stream.StreamConsumer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A sink puts objects for two consumers, and its job fails. What the attempt put that failed goes,
 * what a checkpoint holds stays, and each object goes when both have resolved it.
 */
@Timeout(60)
abstract class FanOutSinkKit {
  private static final Duration OFTEN = Duration.ofMillis(20);
  private static final Duration ONLY_AT_THE_END = Duration.ofHours(1);
  private static final int RECORDS = 200;

  private final FaultyLog log = FaultyLog.start();

  /** Where this job's objects are, and no others. */
  abstract StoreConfig store();

  @AfterEach
  void close() {
    Stores.closeAll(); // those of the proxies that were resolved here
    log.close();
  }

  private List<String> ids() {
    List<String> ids = new ArrayList<>();
    try (Store open = Store.fromConfig(store())) {
      open.list("", ids::add);
    }
    return ids;
  }

  private void run(StreamExecutionEnvironment environment, FailOnce failure) throws Exception {
    Jobs.paced(environment, RECORDS, i -> "text " + i, Types.STRING)
        .rebalance()
        .map(failure)
        .sinkTo(
            ProxySink.<String>builder()
                .setBroker(log.address())
                .setStore(store())
                .setTopic(TOPIC)
                .setFanOut(2)
                .setBatchSize(3)
                .setEndOfStream()
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .build());
    environment.execute();
    assertThat(FailOnce.hasFailed()).isTrue();
  }

  private List<String> objects(String consumer) {
    List<Proxy<String>> proxies = new ArrayList<>();
    try (StreamConsumer<String> stream =
        StreamConsumer.<String>builder(log.broker(), TOPIC)
            .releaseAs(consumer)
            .producers(2)
            .build()) {
      stream.forEach(item -> proxies.add(item.proxy()));
      return proxies.stream().map(Proxy::resolve).toList();
    }
  }

  private void assertTheCommittedAreThereUntilBothHaveReleasedThem() {
    assertThat(ids()).hasSize(RECORDS);
    for (int i = 0; i < 2; i++) {
      assertThat(objects("first")).containsExactlyInAnyOrderElementsOf(texts(RECORDS));
    }
    assertThat(ids()).hasSize(RECORDS);
    assertThat(objects("second")).containsExactlyInAnyOrderElementsOf(texts(RECORDS));
    assertThat(ids()).isEmpty();
  }

  @Test
  void anAttemptThatFailsBeforeItsFirstCheckpointLeavesNothingBehind() throws Exception {
    run(SinkJobs.restarting(ONLY_AT_THE_END), FailOnce.at("text 150"));
    assertTheCommittedAreThereUntilBothHaveReleasedThem();
  }

  @Test
  void anAttemptThatFailsBehindACheckpointLeavesWhatThatHolds() throws Exception {
    run(SinkJobs.restarting(OFTEN), FailOnce.behindACheckpoint());
    assertTheCommittedAreThereUntilBothHaveReleasedThem();
  }
}
