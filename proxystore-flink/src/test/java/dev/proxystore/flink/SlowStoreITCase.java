package dev.proxystore.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestStore;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A store that is slow to remove, or does not answer, holds up neither records nor checkpoints. */
@Timeout(60)
class SlowStoreITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private static final int CHECKPOINTS = 20;

  /** What a checkpoint takes on a busy machine; a removal takes for ever. */
  private static final double SHORT_MILLIS = 500;

  private final TestStore server = TestStore.start();

  @AfterEach
  void close() {
    server.close();
  }

  private JobClient start() throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.setParallelism(2);
    environment.enableCheckpointing(20);
    var texts = Jobs.endless(environment, i -> "text " + i, Types.STRING).rebalance();
    ProxyStreams.resolve(
            ProxyStreams.put(texts, server.config()).rebalance(), String::length, Types.INT)
        .sinkTo(new DiscardingSink<>());
    return environment.executeAsync();
  }

  private static CheckpointStatsSnapshot checkpoints(MiniCluster cluster, JobClient job)
      throws Exception {
    return cluster.getExecutionGraph(job.getJobID()).get().getCheckpointStatsSnapshot();
  }

  private static void awaitCheckpoints(MiniCluster cluster, JobClient job) throws Exception {
    long before = checkpoints(cluster, job).getCounts().getNumberOfCompletedCheckpoints();
    await()
        .atMost(Duration.ofSeconds(40))
        .until(
            () ->
                checkpoints(cluster, job).getCounts().getNumberOfCompletedCheckpoints()
                    >= before + CHECKPOINTS);
  }

  @Test
  void checkpointsStayShortWhileAStoreDoesNotAnswer(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    server.evictionGate().shut();
    JobClient job = start();
    await().until(server.evictionGate()::hasWaiting);
    int puts = server.puts();
    awaitCheckpoints(cluster, job);
    assertThat(server.gets()).hasSizeGreaterThan(puts);
    assertThat(
            checkpoints(cluster, job).getSummaryStats().getEndToEndDurationStats().getQuantile(0.5))
        .isLessThan(SHORT_MILLIS);
    server.evictionGate().open();
    job.cancel().get();
  }

  @Test
  void objectsGoInBatchesThatGrowWithTheDelayAndNeverOnATasksThread(
      @InjectMiniCluster MiniCluster cluster) throws Exception {
    server.delayEvictions(Duration.ofMillis(1));
    JobClient job = start();
    awaitCheckpoints(cluster, job);
    job.cancel().get();
    assertThat(server.evictions()).isGreaterThan(3 * server.evictionRequests());
    assertThat(server.evictingThreads()).isNotEmpty().noneMatch(name -> name.contains("Resolve"));
  }
}
