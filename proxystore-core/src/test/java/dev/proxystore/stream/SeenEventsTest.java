package dev.proxystore.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

final class SeenEventsTest {
  private static final UUID ONE = new UUID(0, 1);
  private static final UUID TWO = new UUID(0, 2);

  @Test
  void whoReadsAWholePartitionKnowsARepeatByTheLastNumber() {
    SeenEvents seen = SeenEvents.ofWholePartitions();
    assertThat(seen.isNew(0, ONE, 0)).isTrue();
    assertThat(seen.isNew(0, ONE, 5)).isTrue();
    assertThat(seen.isNew(0, ONE, 5)).isFalse();
    assertThat(seen.isNew(0, ONE, 3)).isFalse();
    assertThat(seen.isNew(0, TWO, 3)).as("another producer").isTrue();
    assertThat(seen.isNew(1, ONE, 3)).as("another partition").isTrue();
  }

  @Test
  void whoSharesATopicMeetsNumbersInAnyOrder() {
    SeenEvents seen = SeenEvents.ofSharedTopics();
    for (long sequence : new long[] {5, 2, 9, 0, SeenEvents.WINDOW + 3L}) {
      assertThat(seen.isNew(0, ONE, sequence)).isTrue();
      assertThat(seen.isNew(0, ONE, sequence)).isFalse();
    }
    assertThat(seen.isNew(0, ONE, 9)).as("still in the window").isFalse();
    assertThat(seen.isNew(0, ONE, 4)).as("in the window, not seen").isTrue();
  }

  @Test
  void numbersThatAreTooOldToRememberPass() {
    SeenEvents seen = SeenEvents.ofSharedTopics();
    assertThat(seen.isNew(0, ONE, 1)).isTrue();
    assertThat(seen.isNew(0, ONE, 10L * SeenEvents.WINDOW)).isTrue();
    assertThat(seen.isNew(0, ONE, 1)).isTrue();
  }

  @Test
  void slotsOfTheWindowAreUsedAnew() {
    SeenEvents seen = SeenEvents.ofSharedTopics();
    for (long sequence = 0; sequence < 3L * SeenEvents.WINDOW; sequence++) {
      assertThat(seen.isNew(0, ONE, sequence)).isTrue();
    }
    assertThat(seen.isNew(0, ONE, 3L * SeenEvents.WINDOW - 1)).isFalse();
  }
}
