package dev.proxystore.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.ListableConnector;
import dev.proxystore.flink.JobObjects.Savepoint;
import dev.proxystore.flink.ProxyResolveOptions.Savepoints;
import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.OldestOfKey;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.StoreConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Jobs that respect savepoints go on and release what they use, and yet any number of jobs can be
 * started from a savepoint. None of these restarts, so an object that is missing fails a job.
 */
@Timeout(120)
abstract class StandAloneSavepointKit {
  private static final int RECORDS = 500;
  private static final int PER_CHECKPOINT = 25;
  private static final int KEYS = 4;

  /** What each job has computed, by its name. */
  private static final Map<String, Set<String>> COMPUTED = new ConcurrentHashMap<>();

  @TempDir Path folder;

  /** Where these jobs' objects are, and no others. */
  abstract StoreConfig store();

  private List<String> ids() {
    List<String> ids = new ArrayList<>();
    // Not as a store: a job that begins meanwhile would share it, and find it closed.
    try (Connector open =
        Connectors.open(store().address(), ConnectorOptions.of(store().connectorOptions()))) {
      ((ListableConnector) open).list("", ids::add);
    }
    return ids;
  }

  @AfterEach
  void forgetResults() {
    COMPUTED.clear();
  }

  private JobClient start(String name, int parallelism, String savepoint) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    if (!savepoint.isEmpty()) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(parallelism);
    environment.enableCheckpointing(50);
    build(environment, name);
    return environment.executeAsync(name);
  }

  private static Set<String> computed(String name) {
    return COMPUTED.computeIfAbsent(name, each -> ConcurrentHashMap.newKeySet());
  }

  /** State holds the latest proxies of each key; the oldest are resolved and released. */
  private void build(StreamExecutionEnvironment environment, String name) {
    TypeInformation<Tuple2<Integer, Proxy<String>>> type =
        Types.TUPLE(Types.INT, ProxyTypeInfo.forValues(String.class).withStore(store().address()));
    PutFunction<Long, String, Tuple2<Integer, Proxy<String>>> function =
        PutFunction.of(i -> "text " + i, (i, proxy) -> Tuple2.of((int) (i % KEYS), proxy));
    var proxies =
        ProxyStreams.put(
                Jobs.perCheckpoint(environment, PER_CHECKPOINT, RECORDS, i -> i, Types.LONG),
                store(),
                ProxyPutOptions.defaults(),
                function,
                Types.STRING,
                type)
            .uid("put")
            .keyBy(record -> record.f0)
            .process(new OldestOfKey(type))
            .returns(type)
            .uid("oldest");
    ProxyStreams.resolve(
            proxies,
            record -> record.f1,
            (record, text, out) -> computed(name).add(text),
            Types.STRING,
            ProxyResolveOptions.defaults().setSavepoints(Savepoints.RESPECTED))
        .uid("resolve")
        .sinkTo(new DiscardingSink<>())
        .uid("discard");
  }

  private static void finish(JobClient job) throws Exception {
    job.getJobExecutionResult().get();
  }

  private static Set<String> textsBut(Set<String> computed) {
    return IntStream.range(0, RECORDS)
        .mapToObj(i -> "text " + i)
        .filter(text -> !computed.contains(text))
        .collect(Collectors.toSet());
  }

  /** At least so many objects have gone: each that was computed had been put. */
  private int released(String name) {
    return computed(name).size() - ids().size();
  }

  private void awaitRelease(String name, int more) {
    int enough = released(name) + more;
    await().until(() -> released(name) >= enough);
  }

  @ParameterizedTest
  @EnumSource(SavepointFormatType.class)
  void jobsStartFromASavepointWhileItsJobRunsOnAndAfterAndAllGoesOnceItIsForgotten(
      SavepointFormatType format) throws Exception {
    JobClient first = start("first", 2, "");
    awaitRelease("first", 60);
    String savepoint = first.triggerSavepoint(folder.toUri().toString(), format).get();
    Set<String> before = Set.copyOf(computed("first"));
    awaitRelease("first", 60);
    JobClient second = start("second", 2, savepoint);
    finish(first);
    finish(second);
    assertThat(computed("first")).hasSize(RECORDS);
    assertThat(computed("second")).containsAll(textsBut(before));
    List<Savepoint> savepoints = JobObjects.savepoints(store(), first.getJobID());
    assertThat(savepoints).hasSize(1);
    assertThat(savepoints.get(0).location()).isPresent();
    assertThat(JobObjects.count(store(), second.getJobID()).objects()).isZero();

    JobClient third = start("third", 3, savepoint);
    await().until(() -> computed("third").size() > 20);
    assertThat(JobObjects.forgetSavepoints(store(), first.getJobID())).isOne();
    finish(third);
    assertThat(computed("third")).containsAll(textsBut(before));
    assertThat(ids()).isEmpty();
  }

  @Test
  void aJobThatWasStoppedWithASavepointIsStartedFromItTwiceAtTheSameTime() throws Exception {
    JobClient first = start("first", 2, "");
    awaitRelease("first", 60);
    String savepoint =
        first
            .stopWithSavepoint(false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
            .get();
    Set<String> before = Set.copyOf(computed("first"));
    JobClient second = start("second", 1, savepoint);
    JobClient third = start("third", 3, savepoint);
    finish(second);
    finish(third);
    assertThat(computed("second")).containsAll(textsBut(before));
    assertThat(computed("third")).containsAll(textsBut(before));
    JobID job = first.getJobID();
    assertThat(JobObjects.count(store(), job).savepoints()).isOne();
    JobObjects.sweep(store(), job, Set.of(JobObjects.Holder.SAVEPOINTS));
    assertThat(ids()).isEmpty();
  }
}
