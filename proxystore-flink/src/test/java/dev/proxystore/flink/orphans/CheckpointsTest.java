package dev.proxystore.flink.orphans;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

/** How long objects must live for the checkpoints that hold them. */
class CheckpointsTest {
  private static final Duration NEEDED = Duration.ofMinutes(12);

  private static Configuration everyMinuteWithinFive() {
    Configuration job = new Configuration();
    job.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMinutes(1));
    job.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, Duration.ofMinutes(5));
    return job;
  }

  private static StoreConfig living(Duration timeToLive) {
    try (Store store = Store.builder("local:ttl").timeToLive(timeToLive).build()) {
      return store.config();
    }
  }

  @Test
  void aTimeToLiveThatIsTooShortIsRefusedWithTheShortestThatIsNot() {
    Checkpoints checkpoints = Checkpoints.of(everyMinuteWithinFive());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> checkpoints.requireLongLife(living(NEEDED.minusMillis(1))))
        .withMessageContaining("local:ttl")
        .withMessageContaining("expected at least PT12M");
  }

  @Test
  void aLongEnoughOneAndNoneAreFine() {
    Checkpoints checkpoints = Checkpoints.of(everyMinuteWithinFive());
    assertThatCode(() -> checkpoints.requireLongLife(living(NEEDED))).doesNotThrowAnyException();
    assertThatCode(() -> checkpoints.requireLongLife(StoreConfig.of("local:ttl")))
        .doesNotThrowAnyException();
  }

  @Test
  void withoutCheckpointsAnyIsFine() {
    Checkpoints checkpoints = Checkpoints.of(new Configuration());
    assertThatCode(() -> checkpoints.requireLongLife(living(Duration.ofSeconds(1))))
        .doesNotThrowAnyException();
  }
}
