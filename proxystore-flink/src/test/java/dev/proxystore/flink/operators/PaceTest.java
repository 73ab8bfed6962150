package dev.proxystore.flink.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.flink.orphans.Checkpoints;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final AtomicLong clock = new AtomicLong();
  private final Pace pace = new Pace(Duration.ofSeconds(1), clock::get);

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  @Test
  void eachSliceTakesItsShareOfTheTime() {
    pace.begin();
    assertThat(pace.pause(10, 90)).isEqualTo(Duration.ofMillis(100));
    pass(Duration.ofMillis(100));
    assertThat(pace.pause(10, 80)).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void whatIsLateIsMadeUpFor() {
    pace.begin();
    pass(Duration.ofMillis(500));
    assertThat(pace.pause(10, 90)).isEqualTo(Duration.ofMillis(50));
    pass(Duration.ofSeconds(1));
    assertThat(pace.pause(10, 80)).isZero();
  }

  @Test
  void nothingWaitsBehindTheLast() {
    pace.begin();
    assertThat(pace.pause(10, 0)).isZero();
  }

  @Test
  void whatMayGoLaterHasTimeOfItsOwn() {
    pace.begin();
    pass(Duration.ofSeconds(5));
    pace.begin();
    assertThat(pace.pause(1, 1)).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void evictionsAreSpreadOverMostOfTheIntervalOfCheckpointsButNotOverMinutes() {
    assertThat(Pace.spread(checkpointsEvery(Duration.ofSeconds(1))))
        .isEqualTo(Duration.ofMillis(900));
    assertThat(Pace.spread(checkpointsEvery(Duration.ofMinutes(10))))
        .isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void withoutCheckpointsNothingWaits() {
    assertThat(Pace.spread(new Checkpoints(false, Duration.ofSeconds(1), Duration.ofSeconds(1))))
        .isZero();
  }

  private static Checkpoints checkpointsEvery(Duration interval) {
    return new Checkpoints(true, interval, Duration.ofMinutes(10));
  }
}
