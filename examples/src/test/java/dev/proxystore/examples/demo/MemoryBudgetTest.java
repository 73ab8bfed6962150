package dev.proxystore.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

final class MemoryBudgetTest {
  private static final long MEBI = 1 << 20;
  private static final long HEAP = 960 * MEBI;

  @Test
  void twoArraysOfAFileFitIntoAHeapWithTheStore() {
    assertThat(MemoryBudget.storeInHeap().of(HEAP)).isEqualTo((640 - 64) / 2 * MEBI);
  }

  @Test
  void largerFilesFitWhereTheStoreIsElsewhere() {
    assertThat(MemoryBudget.storeElsewhere(1).of(HEAP)).isEqualTo((640 - 64) * 2 / 3 * MEBI);
  }

  @Test
  void processesShareWhatOneOfThemCanTakeSinceAnyMayFetchWhatAnotherRead() {
    assertThat(MemoryBudget.storeElsewhere(4).of(HEAP))
        .isEqualTo(MemoryBudget.storeElsewhere(1).of(HEAP) / 4);
  }

  @Test
  void whatTheHeapOfTheStoreTakesIsABoundToo() {
    MemoryBudget budget = MemoryBudget.storeInHeapOfThisProcess(2);
    long here = Runtime.getRuntime().maxMemory() / 3 * 2 - MemoryBudget.OWN_NEEDS;
    assertThat(budget.of(1000 * HEAP)).isEqualTo(here / 2);
  }

  @Test
  void noFileIsLargerThanAnArray() {
    assertThat(MemoryBudget.storeElsewhere(1).of(1000 * HEAP)).isEqualTo(Integer.MAX_VALUE - 8);
  }

  @Test
  void aHeapThatIsTooSmallIsRefusedWithWhatToDo() {
    assertThatCode(() -> MemoryBudget.requireEnough(120 * MEBI)).doesNotThrowAnyException();
    assertThatExceptionOfType(DemoException.class)
        .isThrownBy(() -> MemoryBudget.requireEnough(61 * MEBI))
        .withMessageContaining("61 MiB")
        .withMessageContaining("DEMO_HEAP=1g");
  }
}
