package dev.proxystore.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.proxystore.flink.JobObjects.Count;
import dev.proxystore.flink.JobObjects.Holder;
import dev.proxystore.flink.orphans.ObjectsOfJobs;
import dev.proxystore.flink.testutils.TestStore;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.core.execution.JobExecutionStatusEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepOnJobEndTest {
  private final TestStore server = TestStore.start();
  private final JobID job = new JobID();

  @AfterEach
  void close() {
    server.close();
  }

  private record Event(JobID jobId, JobStatus newStatus) implements JobExecutionStatusEvent {
    @Override
    public String jobName() {
      return "job";
    }

    @Override
    public JobStatus oldStatus() {
      return JobStatus.RUNNING;
    }

    @Override
    public @Nullable Throwable exception() {
      return null;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CANCELED, NO_EXTERNALIZED_CHECKPOINTS, 0",
    "CANCELED, DELETE_ON_CANCELLATION, 0",
    "CANCELED, RETAIN_ON_CANCELLATION, 4",
    "FAILED, NO_EXTERNALIZED_CHECKPOINTS, 0",
    "FAILED, DELETE_ON_CANCELLATION, 4",
    "FAILED, RETAIN_ON_CANCELLATION, 4",
    "FINISHED, NO_EXTERNALIZED_CHECKPOINTS, 3",
    "SUSPENDED, NO_EXTERNALIZED_CHECKPOINTS, 3",
    "RESTARTING, NO_EXTERNALIZED_CHECKPOINTS, 3"
  })
  void objectsGoWhenTheJobIsOverAndFlinkKeepsNoCheckpoint(
      JobStatus status, ExternalizedCheckpointRetention retention, int left) {
    ObjectsOfJobs.put(server.config(), job, 3);
    end(status, retention);
    assertThat(server.ids()).hasSize(left); // with a mark that a checkpoint is kept
  }

  private void end(JobStatus status, ExternalizedCheckpointRetention retention) {
    new SweepOnJobEnd(List.of(server.config()), retention, Runnable::run)
        .onEvent(new Event(job, status));
  }

  @Test
  void whatAKeptCheckpointMayHoldStaysWhenTheJobIdIsUsedAgainAndThatRunIsOver() {
    ObjectsOfJobs.put(server.config(), job, new UUID(1, 1), 3);
    end(JobStatus.FAILED, ExternalizedCheckpointRetention.DELETE_ON_CANCELLATION);
    ObjectsOfJobs.put(server.config(), job, new UUID(2, 2), 2);
    assertThat(JobObjects.count(server.config(), job)).isEqualTo(new Count(5, 3, 0));

    end(JobStatus.CANCELED, ExternalizedCheckpointRetention.DELETE_ON_CANCELLATION);
    assertThat(JobObjects.count(server.config(), job)).isEqualTo(new Count(3, 3, 0));
    assertThat(JobObjects.sweep(server.config(), job)).isZero();

    assertThat(JobObjects.sweep(server.config(), job, Set.of(Holder.CHECKPOINTS))).isEqualTo(3);
    assertThat(server.ids()).isEmpty();
  }

  @Test
  void thatACheckpointWasKeptIsForgottenWhenNothingIsLeftOfItsRun() {
    ObjectsOfJobs.put(server.config(), job, new UUID(1, 1), 1);
    end(JobStatus.FAILED, ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    ObjectsOfJobs.evict(server.config(), job, new UUID(1, 1), 1);
    assertThat(server.ids()).hasSize(1);
    end(JobStatus.CANCELED, ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    assertThat(server.ids()).isEmpty();
  }

  @Test
  void objectsOfOtherJobsStay() {
    ObjectsOfJobs.put(server.config(), job, 3);
    ObjectsOfJobs.put(server.config(), new JobID(), 2);
    assertThat(JobObjects.count(server.config(), job)).isEqualTo(new Count(3, 0, 0));
    assertThat(JobObjects.sweep(server.config(), job)).isEqualTo(3);
    assertThat(server.ids()).hasSize(2);
  }

  @Test
  void whatASavepointHoldsGoesOnlyWhenItIsSaidToBeForgotten() {
    ObjectsOfJobs.put(server.config(), job, 3);
    ObjectsOfJobs.pin(server.config(), job, 2);
    assertThatIllegalStateException()
        .isThrownBy(() -> JobObjects.sweep(server.config(), job))
        .withMessageContaining("has 3 objects of the job " + job + ", and 1 savepoints may hold")
        .withMessageContaining("Nothing was removed.");
    assertThat(server.ids()).hasSize(4);
    assertThat(JobObjects.sweep(server.config(), job, Set.of(Holder.SAVEPOINTS))).isEqualTo(3);
    assertThat(server.ids()).isEmpty();
  }
}
