package dev.proxystore.flink.orphans;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.flink.ProxyPutOptions;
import dev.proxystore.flink.ProxyStreams;
import dev.proxystore.flink.PutFunction;
import dev.proxystore.flink.orphans.FailingPut.Step;
import dev.proxystore.flink.orphans.FailingPut.When;
import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.StoreFactory;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * What a job that fails leaves in its store, whichever scheduler starts it anew: the objects whose
 * proxies came out, each once, and no other.
 */
@Timeout(60)
abstract class OrphansKit {
  static final int RECORDS = 300;
  static final Duration OFTEN = Duration.ofMillis(20);
  static final Duration ONLY_AT_THE_END = Duration.ofHours(1);
  private static final AtomicBoolean FAILED = new AtomicBoolean();

  final TestStore server = TestStore.start();

  @AfterEach
  void close() {
    server.close();
  }

  static StreamExecutionEnvironment environment(Duration checkpoints) {
    return taking(checkpoints, StreamExecutionEnvironment.getExecutionEnvironment(restarting()));
  }

  /** Of a job that starts anew each time that it fails. */
  static Configuration restarting() {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
    return configuration;
  }

  static StreamExecutionEnvironment taking(
      Duration checkpoints, StreamExecutionEnvironment environment) {
    environment.setParallelism(2);
    environment.enableCheckpointing(checkpoints.toMillis());
    boolean mayFail = checkpoints.equals(ONLY_AT_THE_END);
    environment
        .getCheckpointConfig()
        .setTolerableCheckpointFailureNumber(mayFail ? Integer.MAX_VALUE : 0);
    return environment;
  }

  DataStream<Proxy<String>> put(
      DataStream<Long> numbers, PutFunction<Long, String, Proxy<String>> function) {
    return ProxyStreams.put(
        numbers,
        server.config(),
        ProxyPutOptions.defaults().setOnResolve(OnResolve.KEEP),
        function,
        Types.STRING,
        ProxyTypeInfo.forValues(String.class).withStore(server.address()));
  }

  final List<Proxy<String>> run(FailingPut function) throws Exception {
    DataStream<Long> numbers =
        Jobs.paced(environment(OFTEN), RECORDS, i -> i, Types.LONG).rebalance();
    return Jobs.results(put(numbers, function));
  }

  /** Every object that came out is there, each record has one, and there is no other. */
  final void assertNothingElseIsThere(List<Proxy<String>> proxies) {
    assertNothingElseIsThere(proxies, RECORDS);
  }

  final void assertNothingElseIsThere(List<Proxy<String>> proxies, int records) {
    assertThat(proxies.stream().map(Proxy::resolve))
        .containsExactlyInAnyOrderElementsOf(
            LongStream.range(0, records).mapToObj(i -> "text " + i).toList());
    Set<String> ids = new HashSet<>();
    proxies.forEach(each -> ids.add(((StoreFactory<?>) each.factory()).key().id()));
    assertThat(server.ids()).isEqualTo(ids);
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void attemptsThatFailBehindACheckpointLeaveWhatThatHolds(Step step) throws Exception {
    List<Proxy<String>> proxies = run(new FailingPut(step, When.BEHIND_A_CHECKPOINT, 3));
    assertThat(FailingPut.failuresLeft()).isZero();
    assertNothingElseIsThere(proxies);
  }

  @ParameterizedTest
  @EnumSource(value = Step.class, mode = Mode.EXCLUDE, names = "DURING_SNAPSHOT")
  void attemptsThatFailBeforeTheFirstCheckpointLeaveNothing(Step step) throws Exception {
    StreamExecutionEnvironment environment = environment(ONLY_AT_THE_END);
    DataStream<Long> numbers = Jobs.paced(environment, RECORDS, i -> i, Types.LONG).rebalance();
    DataStream<Proxy<String>> put = put(numbers, new FailingPut(step, When.BEFORE_A_CHECKPOINT, 3));
    put.rebalance().map(new HoldsCheckpoints()).returns(Types.INT).sinkTo(new DiscardingSink<>());
    List<Proxy<String>> proxies = Jobs.results(put);
    assertThat(FailingPut.failuresLeft()).isZero();
    assertNothingElseIsThere(proxies);
  }

  @Test
  void aSweepThatFailsIsDoneAgain() throws Exception {
    server.refuseLists(5);
    List<Proxy<String>> proxies = run(new FailingPut(Step.AFTER_PUT, When.BEHIND_A_CHECKPOINT, 2));
    assertThat(server.listsLeftToRefuse()).isZero();
    assertNothingElseIsThere(proxies);
  }

  /** Fails once, in the second half; takes time from some number on. */
  private static final class FailingOnce implements PutFunction<Long, String, Proxy<String>> {
    private static final long serialVersionUID = 1L;
    private final int slowFrom;
    private final int failingAt;

    FailingOnce(int slowFrom, int failingAt) {
      this.slowFrom = slowFrom;
      this.failingAt = failingAt;
      FAILED.set(false);
    }

    @Override
    public String value(Long number) throws InterruptedException {
      if (number >= slowFrom) {
        Thread.sleep(3);
      }
      if (number == failingAt && FAILED.compareAndSet(false, true)) {
        throw new IllegalStateException("fails once, as it was told to");
      }
      return "text " + number;
    }

    @Override
    public Proxy<String> attach(Long number, Proxy<String> proxy) {
      return proxy;
    }
  }

  @Test
  void whatATaskPutThatHadFinishedIsKept() throws Exception {
    DataStream<Long> numbers = environment(OFTEN).fromSequence(0, RECORDS - 1);
    List<Proxy<String>> proxies =
        Jobs.results(put(numbers, new FailingOnce(RECORDS / 2, RECORDS - 5)));
    assertThat(FAILED).isTrue();
    assertNothingElseIsThere(proxies);
  }

  @Test
  void aRegionThatFailsTakesNothingFromOneThatGoesOn() throws Exception {
    StreamExecutionEnvironment environment = environment(OFTEN);
    put(environment.fromSequence(0, RECORDS - 1), new FailingOnce(0, RECORDS - 100))
        .sinkTo(new DiscardingSink<>());
    environment.execute();
    assertThat(FAILED).isTrue();
    assertThat(server.ids()).hasSize(RECORDS);
  }
}
