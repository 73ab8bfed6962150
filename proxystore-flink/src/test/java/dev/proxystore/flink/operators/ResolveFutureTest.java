package dev.proxystore.flink.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.flink.ProxyResolveOptions.Mode;
import dev.proxystore.store.FutureOptions;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.Store;
import dev.proxystore.store.future.FutureTimeoutException;
import dev.proxystore.store.future.ProxyFuture;
import java.time.Duration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Proxies whose objects are set later. */
class ResolveFutureTest extends ResolveTask {
  private static final ProxyResolveOptions OPTIONS = ProxyResolveOptions.defaults();
  private static final FutureOptions EVICT =
      FutureOptions.defaults().withOnResolve(OnResolve.EVICT);

  private final Store futures = closing(Store.open("local:futures-of-a-job"));

  @Test
  void aRecordWaitsUntilItsObjectIsSetAndReleasesIt() throws Exception {
    ProxyFuture<String> future = futures.future(EVICT);
    var task = open(OPTIONS);
    task.processElement(future.proxy(), 1);
    assertThat(task.extractOutputValues()).isEmpty();
    future.complete("late");
    task.endInput();
    task.getOperator().finish();
    assertThat(task.extractOutputValues()).containsExactly("late");
    assertThat(futures.exists(future.key())).isFalse();
  }

  @Test
  void anObjectThatIsThereIsReadOnTheTasksOwnThreadToo() throws Exception {
    ProxyFuture<String> future = futures.future(EVICT);
    future.complete("early");
    var task = open(OPTIONS.setMode(Mode.SYNCHRONOUS));
    task.processElement(future.proxy(), 1);
    task.endInput();
    task.getOperator().finish();
    assertThat(task.extractOutputValues()).containsExactly("early");
  }

  @Test
  void aRecordThatWaitsIsInTheCheckpointAndWaitsOnAfterARestore() throws Exception {
    ProxyFuture<String> future = futures.future(EVICT);
    var task = open(OPTIONS);
    task.processElement(future.proxy(), 1);
    OperatorSubtaskState state = task.snapshot(1, 1);
    abandon(task);

    var restored = restore(OPTIONS, state);
    assertThat(restored.extractOutputValues()).isEmpty();
    future.complete("late");
    restored.endInput();
    restored.getOperator().finish();
    assertThat(restored.extractOutputValues()).containsExactly("late");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void anObjectThatIsNotSetInTimeFailsTheTask(Mode mode) throws Exception {
    ProxyFuture<String> future =
        futures.future(FutureOptions.defaults().withTimeout(Duration.ofMillis(30)));
    var task = open(OPTIONS.setMode(mode));
    assertThatThrownBy(
            () -> {
              task.processElement(future.proxy(), 1);
              task.endInput();
            })
        .isInstanceOf(FutureTimeoutException.class);
  }
}
