package dev.proxystore.flink.orphans;

import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.PutFunction;
import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.proxy.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.executiongraph.AccessExecutionJobVertex;
import org.apache.flink.runtime.jobgraph.JobResourceRequirements;
import org.apache.flink.runtime.jobgraph.JobVertexID;
import org.apache.flink.runtime.jobgraph.JobVertexResourceRequirements;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the adaptive scheduler, also when it changes the parallelism. */
class OrphansAdaptiveITCase extends OrphansKit {
  @RegisterExtension static final MiniClusterExtension CLUSTER = cluster();

  /** They last until the job has been scaled three times, on a busy machine too. */
  private static final int RECORDS_TO_SCALE = 3000;

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private static MiniClusterExtension cluster() {
    Configuration configuration = new Configuration();
    configuration.set(JobManagerOptions.SCHEDULER, JobManagerOptions.SchedulerType.Adaptive);
    configuration.set(
        JobManagerOptions.SCHEDULER_EXECUTING_COOLDOWN_AFTER_RESCALING, Duration.ZERO);
    configuration.set(
        JobManagerOptions.SCHEDULER_EXECUTING_RESOURCE_STABILIZATION_TIMEOUT,
        Duration.ofMillis(10));
    configuration.set(JobManagerOptions.SCHEDULER_RESCALE_TRIGGER_MAX_DELAY, Duration.ofMillis(1));
    return new MiniClusterExtension(
        new MiniClusterResourceConfiguration.Builder()
            .setConfiguration(configuration)
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(4)
            .build());
  }

  private static final PutFunction<Long, String, Proxy<String>> TEXTS =
      PutFunction.of(number -> "text " + number, (number, proxy) -> proxy);

  private static Map<JobVertexID, Integer> parallelism(MiniCluster cluster, JobClient job)
      throws Exception {
    Map<JobVertexID, Integer> parallelism = new HashMap<>();
    for (AccessExecutionJobVertex each :
        cluster.getExecutionGraph(job.getJobID()).get().getAllVertices().values()) {
      parallelism.put(each.getJobVertexId(), each.getParallelism());
    }
    return parallelism;
  }

  /** Scales what is not the source, and waits until objects are put that way. */
  private void scale(MiniCluster cluster, JobClient job, JobVertexID put, int to) throws Exception {
    Map<JobVertexID, JobVertexResourceRequirements> each = new HashMap<>();
    parallelism(cluster, job)
        .keySet()
        .forEach(
            vertex ->
                each.put(
                    vertex,
                    new JobVertexResourceRequirements(
                        new JobVertexResourceRequirements.Parallelism(
                            1, vertex.equals(put) ? to : 1))));
    cluster.updateJobResourceRequirements(job.getJobID(), new JobResourceRequirements(each)).get();
    await()
        .atMost(PATIENCE)
        .until(() -> Integer.valueOf(to).equals(parallelism(cluster, job).get(put)));
    int before = server.puts();
    await().atMost(PATIENCE).until(() -> server.puts() > before + 20);
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 3_600_000})
  void attemptsOfAnotherParallelismLeaveWhatCheckpointsHold(
      int millisBetweenCheckpoints, @InjectMiniCluster MiniCluster cluster) throws Exception {
    StreamExecutionEnvironment environment =
        environment(Duration.ofMillis(millisBetweenCheckpoints));
    DataStream<Long> numbers =
        Jobs.paced(environment, RECORDS_TO_SCALE, i -> i, Types.LONG).rebalance();
    var results = put(numbers, TEXTS).collectAsync();
    JobClient job = environment.executeAsync();
    await().atMost(PATIENCE).until(() -> server.puts() > 20);
    JobVertexID put =
        parallelism(cluster, job).entrySet().stream()
            .filter(each -> each.getValue() == 2)
            .findAny()
            .orElseThrow()
            .getKey();
    for (int to : List.of(4, 1, 3)) {
      scale(cluster, job, put, to);
    }
    List<Proxy<String>> proxies = new ArrayList<>();
    results.forEachRemaining(proxies::add);
    assertNothingElseIsThere(proxies, RECORDS_TO_SCALE);
  }
}
