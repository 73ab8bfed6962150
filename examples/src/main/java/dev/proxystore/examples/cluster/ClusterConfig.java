package dev.proxystore.examples.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RpcOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.TaskManagerOptions.TaskManagerLoadBalanceMode;
import org.apache.flink.configuration.WebOptions;

/**
 * The size and the ports of a cluster, and what follows from them in Flink's configuration.
 *
 * @param restPort where the web UI is served and jobs are submitted
 * @param rpcPort where TaskManagers reach the JobManager
 * @param taskManagers how many processes run tasks
 * @param slots how many tasks of an operator run side by side in each of them
 * @param taskHeap the heap of a TaskManager for the tasks of all its slots
 */
public record ClusterConfig(
    int restPort, int rpcPort, int taskManagers, int slots, MemorySize taskHeap) {
  private static final String FILE_NAME = "config.yaml";

  /** Two that do not reach a process show that it has died. */
  private static final Duration HEARTBEATS = Duration.ofSeconds(1);

  /** By default a checkpoint is told of up to 3 s late. */
  private static final Duration CHECKPOINTS_SEEN_AFTER = Duration.ofMillis(50);

  private static final MemorySize LEAST_TASK_HEAP = MemorySize.ofMebiBytes(64);

  public ClusterConfig {
    requirePort(restPort);
    requirePort(rpcPort);
    requirePositive(taskManagers, "TaskManagers");
    requirePositive(slots, "slots");
    if (taskHeap.compareTo(LEAST_TASK_HEAP) < 0) {
      throw new IllegalArgumentException(
          "The heap for tasks was %s, expected at least %s."
              .formatted(
                  taskHeap.toHumanReadableString(), LEAST_TASK_HEAP.toHumanReadableString()));
    }
  }

  private static void requirePort(int port) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("The port was %d, expected 1 to 65535.".formatted(port));
    }
  }

  private static void requirePositive(int count, String what) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "The number of %s was %d, expected 1 or more.".formatted(what, count));
    }
  }

  /** The web address of a cluster whose configuration was written to a folder. */
  static int restPort(Path folder) {
    return GlobalConfiguration.loadConfiguration(folder.toString()).get(RestOptions.PORT);
  }

  /** Writes the file that Flink's processes read. */
  void write(Configuration configuration, Path folder) throws IOException {
    Files.write(
        folder.resolve(FILE_NAME),
        ConfigurationUtils.convertConfigToWritableLines(configuration, false));
  }

  /** Flink's configuration; all that processes write goes below the folder. */
  Configuration toFlink(Path temporary) {
    Configuration flink = new Configuration();
    addAddresses(flink);
    addTaskManagerMemory(flink);
    flink.set(JobManagerOptions.TOTAL_PROCESS_MEMORY, MemorySize.ofMebiBytes(1024));
    flink.set(TaskManagerOptions.CPU_CORES, (double) slots);
    flink.set(TaskManagerOptions.NUM_TASK_SLOTS, slots);
    flink.set(
        RpcOptions.STARTUP_TIMEOUT, Duration.ofMinutes(1)); // the default fails on a busy machine
    flink.set(TaskManagerOptions.TASK_MANAGER_LOAD_BALANCE_MODE, TaskManagerLoadBalanceMode.SLOTS);
    flink.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, HEARTBEATS);
    flink.set(CoreOptions.TMP_DIRS, temporary.toString());
    flink.set(WebOptions.TMP_DIR, temporary.toString());
    return flink;
  }

  private void addAddresses(Configuration flink) {
    flink.set(JobManagerOptions.ADDRESS, LoopbackPort.HOST);
    flink.set(JobManagerOptions.BIND_HOST, LoopbackPort.HOST);
    flink.set(JobManagerOptions.PORT, rpcPort);
    flink.set(BlobServerOptions.PORT, "0");
    flink.set(TaskManagerOptions.HOST, LoopbackPort.HOST);
    flink.set(TaskManagerOptions.BIND_HOST, LoopbackPort.HOST);
    flink.set(RestOptions.ADDRESS, LoopbackPort.HOST);
    flink.set(RestOptions.BIND_ADDRESS, LoopbackPort.HOST);
    flink.set(RestOptions.PORT, restPort);
    flink.set(RestOptions.CACHE_CHECKPOINT_STATISTICS_TIMEOUT, CHECKPOINTS_SEEN_AFTER);
  }

  /** A TaskManager that is started directly, not by Flink's scripts, wants every part stated. */
  private void addTaskManagerMemory(Configuration flink) {
    flink.set(TaskManagerOptions.TASK_HEAP_MEMORY, taskHeap);
    // The JDK copies through a direct buffer as large as the array that a file is read into.
    flink.set(TaskManagerOptions.TASK_OFF_HEAP_MEMORY, MemorySize.ofMebiBytes(512));
    flink.set(TaskManagerOptions.FRAMEWORK_HEAP_MEMORY, MemorySize.ofMebiBytes(128));
    flink.set(TaskManagerOptions.FRAMEWORK_OFF_HEAP_MEMORY, MemorySize.ofMebiBytes(128));
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(128));
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(128));
    flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(64));
    flink.set(TaskManagerOptions.JVM_METASPACE, MemorySize.ofMebiBytes(256));
    flink.set(TaskManagerOptions.JVM_OVERHEAD_MIN, MemorySize.ofMebiBytes(128));
    flink.set(TaskManagerOptions.JVM_OVERHEAD_MAX, MemorySize.ofMebiBytes(128));
  }
}
