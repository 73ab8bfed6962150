package dev.proxystore.flink.source.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a split knows of producers. */
class ProducersTest {
  private static final UUID ONE = new UUID(0, 1);
  private static final UUID TWO = new UUID(0, 2);

  private final Producers producers = new Producers(List.of(), 0);

  @Test
  void aNumberThatWasSeenIsARepeatAndAHigherOneIsNot() {
    producers.saw(ONE, 5);
    assertThat(producers.isRepeat(ONE, 4)).isTrue();
    assertThat(producers.isRepeat(ONE, 5)).isTrue();
    assertThat(producers.isRepeat(ONE, 6)).isFalse();
    assertThat(producers.isRepeat(TWO, 5)).isFalse();
  }

  @Test
  void anOlderNumberDoesNotMakeNewerOnesUnseen() {
    producers.saw(ONE, 5);
    producers.saw(ONE, 2);
    assertThat(producers.isRepeat(ONE, 5)).isTrue();
  }

  @Test
  void theyAreOverWhenAllOfTheTopicHaveEnded() {
    assertThat(producers.saw(ONE, 0)).as("new").isTrue();
    assertThat(producers.areOver(Set.of(ONE))).isFalse();
    assertThat(producers.sawEnd(ONE, 1)).as("first end").isTrue();
    assertThat(producers.sawEnd(ONE, 1)).as("first end").isFalse();
    assertThat(producers.areOver(Set.of(ONE))).isTrue();
    assertThat(producers.areOver(Set.of(ONE, TWO))).isFalse();
    producers.saw(TWO, 0);
    assertThat(producers.areOver(Set.of(ONE))).as("one more appeared").isFalse();
  }

  @Test
  void thoseThatHaveEndedAreForgottenFirstAndTheirEndsStillCount() {
    producers.saw(ONE, 0);
    producers.sawEnd(TWO, 0);
    for (int i = 0; i < Producers.MOST_KEPT; i++) {
      producers.saw(new UUID(1, i), 0);
    }
    assertThat(producers.toList()).hasSize(Producers.MOST_KEPT);
    assertThat(producers.ends()).isEqualTo(1);
    assertThat(producers.ended()).isEmpty();
    assertThat(producers.open()).as("silent for longest").doesNotContain(ONE);
  }

  @Test
  void aStateThatIsWrittenAndReadIsTheSame() {
    ProxySourceSplitState state =
        new ProxySourceSplitState(ProxySourceSplit.ofLog("frames", 0, "7"));
    state.producers().saw(ONE, 3);
    state.producers().sawEnd(TWO, 9);
    ProxySourceSplit split = state.toSplit();
    assertThat(new ProxySourceSplitState(split).toSplit()).isEqualTo(split);
    assertThat(split.position()).isEqualTo("7");
  }
}
