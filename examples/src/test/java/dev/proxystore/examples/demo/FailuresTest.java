package dev.proxystore.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.connector.AddressException;
import java.io.IOException;
import org.apache.flink.util.SerializedThrowable;
import org.junit.jupiter.api.Test;

final class FailuresTest {
  private final Exception ours = new AddressException("'x' is no store address.");

  @Test
  void proxyStoresOwnSentenceIsFoundBelowFlinksWrappers() {
    assertThat(Failures.sentence(new RuntimeException("Job execution failed.", ours)))
        .isEqualTo("'x' is no store address.");
  }

  @Test
  void aSentenceThatCameFromAnotherProcessIsShownWithoutItsClass() {
    Exception carried = new SerializedThrowable(ours);
    assertThat(Failures.sentence(new RuntimeException("Job execution failed.", carried)))
        .isEqualTo("'x' is no store address.");
  }

  @Test
  void elseTheLastCauseIsShown() {
    Exception cause = new IOException("No space left on device");
    assertThat(Failures.sentence(new IllegalStateException("wrapper", cause)))
        .isEqualTo("No space left on device");
  }

  @Test
  void memoryThatRanOutIsSaidWithWhatToDo() {
    Throwable here = new IllegalStateException("wrapper", new OutOfMemoryError("Java heap space"));
    Exception elsewhere = new SerializedThrowable(new OutOfMemoryError("Java heap space"));
    assertThat(Failures.sentence(here)).startsWith("Memory ran out").contains("DEMO_HEAP");
    assertThat(Failures.sentence(elsewhere)).startsWith("Memory ran out").contains("--task-heap");
  }

  @Test
  void aCauseWithoutAMessageIsNamed() {
    assertThat(Failures.sentence(new IllegalStateException()))
        .isEqualTo("java.lang.IllegalStateException");
  }
}
