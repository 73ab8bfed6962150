package dev.proxystore.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterConfigTest {
  private static final MemorySize HEAP = MemorySize.ofMebiBytes(300);

  @TempDir Path folder;

  private final ClusterConfig config = new ClusterConfig(8282, 6123, 3, 4, HEAP);

  @Test
  void flinkReadsBackWhatWasWritten() throws IOException {
    Configuration written = config.toFlink(folder.resolve("a folder: with 'signs' #1"));
    config.write(written, folder);
    assertThat(GlobalConfiguration.loadConfiguration(folder.toString()).toMap())
        .isEqualTo(written.toMap());
    assertThat(ClusterConfig.restPort(folder)).isEqualTo(8282);
  }

  @Test
  void everythingListensOnTheLoopbackAddress() {
    Configuration flink = config.toFlink(folder);
    assertThat(flink.get(RestOptions.BIND_ADDRESS)).isEqualTo("127.0.0.1");
    assertThat(flink.getOptional(JobManagerOptions.BIND_HOST)).contains("127.0.0.1");
    assertThat(flink.getOptional(TaskManagerOptions.BIND_HOST)).contains("127.0.0.1");
    assertThat(flink.get(TaskManagerOptions.HOST)).isEqualTo("127.0.0.1");
  }

  @Test
  void aTaskManagerGetsTheSlotsAndTheHeapThatWereAskedFor() {
    Configuration flink = config.toFlink(folder);
    TaskExecutorProcessSpec memory = TaskExecutorProcessUtils.processSpecFromConfig(flink);
    assertThat(memory.getNumSlots()).isEqualTo(4);
    assertThat(memory.getTaskHeapSize()).isEqualTo(HEAP);
  }

  @Test
  void impossibleNumbersAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClusterConfig(8282, 6123, 0, 1, HEAP))
        .withMessage("The number of TaskManagers was 0, expected 1 or more.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClusterConfig(8282, 6123, 1, -1, HEAP))
        .withMessage("The number of slots was -1, expected 1 or more.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClusterConfig(65536, 6123, 1, 1, HEAP))
        .withMessage("The port was 65536, expected 1 to 65535.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClusterConfig(8282, 6123, 1, 1, MemorySize.ofMebiBytes(63)))
        .withMessageContaining("expected at least 64");
  }
}
