package dev.proxystore.flink.orphans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.ProxyPutOptions;
import dev.proxystore.flink.ProxyStreams;
import dev.proxystore.flink.orphans.FailingPut.Step;
import dev.proxystore.flink.orphans.FailingPut.When;
import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.StoreConfig;
import dev.proxystore.store.StoreFactory;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.highavailability.nonha.embedded.HaLeadershipControl;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.util.TestStreamEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A job stays the same under a new JobManager, and is another when its id is used again. */
@Timeout(60)
class RunsOfAJobITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = cluster();

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final TestStore server = TestStore.start();

  @AfterEach
  void close() {
    server.close();
  }

  private static MiniClusterExtension cluster() {
    Configuration configuration = new Configuration();
    configuration.set(HighAvailabilityOptions.HA_MODE, "as the test says");
    return new MiniClusterExtension(
        new MiniClusterResourceConfiguration.Builder()
            .setConfiguration(configuration)
            .withHaLeadershipControl()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(4)
            .build());
  }

  private DataStream<Proxy<String>> put(
      StreamExecutionEnvironment environment, FailingPut function) {
    return ProxyStreams.put(
        Jobs.paced(environment, OrphansKit.RECORDS, i -> i, Types.LONG).rebalance(),
        StoreConfig.of(server.address()),
        ProxyPutOptions.defaults().setOnResolve(OnResolve.KEEP),
        function,
        Types.STRING,
        ProxyTypeInfo.forValues(String.class).withStore(server.address()));
  }

  private long attempts() {
    return server.ids().stream()
        .flatMap(id -> ObjectId.parse(id).stream())
        .map(ObjectId::attempt)
        .distinct()
        .count();
  }

  @Test
  void aJobWhoseJobManagerIsReplacedBeforeItsFirstCheckpointLeavesNothing(
      @InjectMiniCluster MiniCluster cluster) throws Exception {
    StreamExecutionEnvironment environment = OrphansKit.environment(OrphansKit.ONLY_AT_THE_END);
    // Never reached, so that it holds checkpoints back for as long as this is to be.
    put(environment, new FailingPut(Step.DURING_SNAPSHOT, When.BEHIND_A_CHECKPOINT, 1))
        .rebalance()
        .map(new HoldsCheckpoints())
        .returns(Types.INT)
        .sinkTo(new DiscardingSink<>());
    JobClient job = environment.executeAsync();
    await().atMost(PATIENCE).until(() -> server.puts() > 20);

    replaceJobManager(cluster, job.getJobID());
    await().atMost(PATIENCE).until(() -> attempts() > 2);
    FailingPut.noMoreFailures();
    job.getJobExecutionResult().get();

    assertThat(server.ids()).hasSize(OrphansKit.RECORDS);
  }

  private static void replaceJobManager(MiniCluster cluster, JobID job) throws Exception {
    HaLeadershipControl leadership = cluster.getHaLeadershipControl().orElseThrow();
    leadership.revokeJobMasterLeadership(job).get();
    leadership.grantJobMasterLeadership(job).get();
  }

  /** It fails before and after, each time behind a completed checkpoint. */
  @Test
  void aJobWhoseJobManagerIsReplacedBehindACheckpointLeavesNothing(
      @InjectMiniCluster MiniCluster cluster) throws Exception {
    StreamExecutionEnvironment environment = OrphansKit.environment(OrphansKit.OFTEN);
    put(environment, new FailingPut(Step.AFTER_PUT, When.BEHIND_A_CHECKPOINT, 3))
        .sinkTo(new DiscardingSink<>());
    JobClient job = environment.executeAsync();
    await().atMost(PATIENCE).until(() -> FailingPut.failuresLeft() < 3);
    replaceJobManager(cluster, job.getJobID());
    job.getJobExecutionResult().get();

    assertThat(FailingPut.failuresLeft()).isZero();
    assertThat(server.ids()).hasSize(OrphansKit.RECORDS);
  }

  /** On a cluster of its own: one that has run a job takes its id for a mistake. */
  @SuppressWarnings("try") // an interrupt while it closes ends the test
  private List<Proxy<String>> run(JobID id, int failures) throws Exception {
    MiniClusterConfiguration ofCluster =
        new MiniClusterConfiguration.Builder()
            .withRandomPorts()
            .setNumTaskManagers(1)
            .setNumSlotsPerTaskManager(4)
            .build();
    try (MiniCluster cluster = new MiniCluster(ofCluster)) {
      cluster.start();
      Configuration ofJob = OrphansKit.restarting();
      ofJob.set(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID, id.toHexString());
      return run(new TestStreamEnvironment(cluster, ofJob, 2, List.of(), List.of()), failures);
    }
  }

  private List<Proxy<String>> run(StreamExecutionEnvironment environment, int failures)
      throws Exception {
    DataStream<Proxy<String>> put =
        put(
            OrphansKit.taking(OrphansKit.ONLY_AT_THE_END, environment),
            new FailingPut(Step.AFTER_PUT, When.BEFORE_A_CHECKPOINT, failures));
    put.rebalance().map(new HoldsCheckpoints()).returns(Types.INT).sinkTo(new DiscardingSink<>());
    return Jobs.results(put);
  }

  /** A checkpoint of the first run may have been kept, and reach them. */
  @Test
  void aJobIdThatIsUsedAgainWithoutStateTakesNothingFromTheRunBefore() throws Exception {
    JobID id = new JobID();
    run(id, 0);
    Set<String> before = new HashSet<>(server.ids());
    List<Proxy<String>> second = run(id, 3);
    assertThat(FailingPut.failuresLeft()).isZero();

    Set<String> expected = new HashSet<>(before);
    second.forEach(proxy -> expected.add(((StoreFactory<?>) proxy.factory()).key().id()));
    assertThat(expected).hasSize(2 * OrphansKit.RECORDS);
    assertThat(server.ids()).isEqualTo(expected);
    assertThat(expected).as("under one job id").allMatch(each -> each.startsWith(Names.job(id)));
  }
}
