package dev.proxystore.store.large;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AheadTest {
  private final List<Runnable> queue = new ArrayList<>();

  @Test
  void whoNeedsAResultDoesNotWaitForABackgroundThatHangs() throws IOException {
    Ahead<String> ahead = new Ahead<>(queue::add, () -> "done");
    assertThat(ahead.get()).isEqualTo("done");
    queue.forEach(Runnable::run);
    assertThat(ahead.get()).isEqualTo("done");
  }

  @Test
  void theQueueOfABackgroundThatHangsKeepsNoResult() throws IOException {
    WeakReference<byte[]> result = new WeakReference<>(get());
    await()
        .until(
            () -> {
              System.gc();
              return result.get() == null;
            });
    assertThat(queue).hasSize(1);
  }

  private byte[] get() throws IOException {
    return new Ahead<>(queue::add, () -> new byte[1000]).get();
  }

  @Test
  void whatHasEndedIsNotBegunLater() {
    List<String> begun = new ArrayList<>();
    Ahead<Boolean> ahead = new Ahead<>(queue::add, () -> begun.add("too late"));
    ahead.end();
    queue.forEach(Runnable::run);
    assertThat(begun).isEmpty();
  }
}
