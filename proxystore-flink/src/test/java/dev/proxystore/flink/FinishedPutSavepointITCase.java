package dev.proxystore.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.ProxyResolveOptions.Savepoints;
import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.OldestOfKey;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * State holds proxies of a put operator whose tasks have all finished when a savepoint is taken, so
 * that it is not told of that.
 */
@Timeout(120)
class FinishedPutSavepointITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final int EARLY = 8;
  private static final int KEYS = 4;
  private static final String EARLY_OBJECTS = "early ";
  private static final AtomicBoolean PUSHING = new AtomicBoolean();

  /** What each job has computed, by its name. */
  private static final Map<String, Set<String>> COMPUTED = new ConcurrentHashMap<>();

  @TempDir Path folder;
  private final TestStore server = TestStore.start();

  @AfterEach
  void close() {
    server.close();
    COMPUTED.clear();
    PUSHING.set(false);
  }

  private static Set<String> computed(String job) {
    return COMPUTED.computeIfAbsent(job, each -> ConcurrentHashMap.newKeySet());
  }

  private DataStream<Tuple2<Integer, Proxy<String>>> put(
      DataStream<Long> numbers, String text, TypeInformation<Tuple2<Integer, Proxy<String>>> type) {
    PutFunction<Long, String, Tuple2<Integer, Proxy<String>>> function =
        PutFunction.of(i -> text + i, (i, proxy) -> Tuple2.of((int) (i % KEYS), proxy));
    return ProxyStreams.put(
            numbers, server.config(), ProxyPutOptions.defaults(), function, Types.STRING, type)
        .uid("put " + text)
        .name("put " + text);
  }

  /** The first records end soon; the state in which they stay is pushed out by the others. */
  private JobClient start(String name, String savepoint) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    if (!savepoint.isEmpty()) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(1);
    environment.enableCheckpointing(50);
    TypeInformation<Tuple2<Integer, Proxy<String>>> type =
        Types.TUPLE(Types.INT, ProxyTypeInfo.forValues(String.class).withStore(server.address()));
    DataStream<Long> few = environment.fromSequence(0, EARLY - 1).uid("few");
    DataStream<Long> many =
        Jobs.endless(environment, i -> i, Types.LONG).filter(i -> PUSHING.get()).uid("pushing");
    var proxies =
        put(few, EARLY_OBJECTS, type)
            .union(put(many, "late ", type))
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
    return environment.executeAsync(name);
  }

  private static boolean hasFinished(MiniCluster cluster, JobClient job, String part)
      throws Exception {
    return StreamSupport.stream(
            cluster
                .getExecutionGraph(job.getJobID())
                .get()
                .getVerticesTopologically()
                .spliterator(),
            false)
        .anyMatch(
            vertex ->
                vertex.getName().contains(part)
                    && vertex.getAggregateState() == ExecutionState.FINISHED);
  }

  private static Set<String> earlyTexts() {
    return LongStream.range(0, EARLY).mapToObj(i -> EARLY_OBJECTS + i).collect(Collectors.toSet());
  }

  @Test
  void whatFinishedTasksPutStaysForASavepointThatHoldsItUntilThatIsForgotten(
      @InjectMiniCluster MiniCluster cluster) throws Exception {
    JobClient first = start("first", "");
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> hasFinished(cluster, first, EARLY_OBJECTS));
    String savepoint =
        first.triggerSavepoint(folder.toUri().toString(), SavepointFormatType.CANONICAL).get();
    Set<String> held = server.ids();
    PUSHING.set(true);
    await().atMost(PATIENCE).until(() -> computed("first").containsAll(earlyTexts()));
    await().atMost(PATIENCE).until(() -> server.evictions() > 0);
    assertThat(server.ids()).as("with the mark of the savepoint").containsAll(held);

    JobClient second = start("second", savepoint);
    await().atMost(PATIENCE).until(() -> computed("second").containsAll(earlyTexts()));
    second.cancel().get();
    JobObjects.forgetSavepoints(server.config(), first.getJobID());
    await().atMost(PATIENCE).until(() -> Collections.disjoint(server.ids(), held));
    first.cancel().get();
  }
}
