package dev.proxystore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.proxystore.ProxyStoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class SingleFlightTest {
  private static final int FOLLOWERS = 15;

  private final SingleFlight<String> flights = new SingleFlight<>();
  private final AtomicInteger runs = new AtomicInteger();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<String> landed = new ArrayList<>();

  private String slowly(String result) {
    runs.incrementAndGet();
    try {
      gate.await();
      return result;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs on a thread of its own, and is under way or waiting when this returns. */
  private CompletableFuture<String> start(String name, String result) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                answer.complete(flights.run(name, () -> slowly(result), landed::add));
              } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    await().until(() -> thread.getState() == Thread.State.WAITING);
    return answer;
  }

  @Test
  void whoAsksForTheSameAtTheSameTimeSharesOneAttempt() {
    List<CompletableFuture<String>> answers = new ArrayList<>();
    answers.add(start("a", "first"));
    for (int i = 0; i < FOLLOWERS; i++) {
      answers.add(start("a", "another"));
    }
    gate.countDown();
    assertThat(answers).allSatisfy(each -> assertThat(each.join()).isEqualTo("first"));
    assertThat(runs).hasValue(1);
    assertThat(landed).containsExactly("first");
  }

  @Test
  void whoWaitsForALeaderThatIsInterruptedTriesForItself() throws Exception {
    Thread leader =
        new Thread(
            () ->
                flights.run(
                    "a",
                    () -> {
                      try {
                        gate.await();
                        return "never";
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new ProxyStoreException("interrupted", e);
                      }
                    },
                    landed::add));
    leader.setUncaughtExceptionHandler((thread, error) -> {});
    leader.start();
    await().until(() -> leader.getState() == Thread.State.WAITING);
    CompletableFuture<String> follower = start("a", "second");
    leader.interrupt();
    leader.join();
    gate.countDown();
    assertThat(follower.get(10, TimeUnit.SECONDS)).isEqualTo("second");
  }

  @Test
  void differentNamesDoNotWaitForEachOther() {
    CompletableFuture<String> held = start("a", "held");
    assertThat(flights.run("b", () -> "free", landed::add)).isEqualTo("free");
    assertThat(held).isNotDone();
    gate.countDown();
  }

  @Test
  void afterAFailureTheNextOneTriesAgain() {
    assertThatThrownBy(() -> flights.run("a", () -> fail("first"), landed::add))
        .hasMessage("first");
    assertThat(flights.run("a", () -> "second", landed::add)).isEqualTo("second");
    assertThat(landed).containsExactly("second");
  }

  @Test
  void whoWaitsSeesTheFailureAsItWas() {
    CompletableFuture<String> leader = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                flights.run("a", () -> fail(slowly("failed")), landed::add);
              } catch (IllegalStateException e) {
                leader.completeExceptionally(e);
              }
            });
    thread.start();
    await().until(() -> thread.getState() == Thread.State.WAITING);
    CompletableFuture<String> follower = start("a", "another");
    gate.countDown();
    assertThatThrownBy(follower::join).hasCauseInstanceOf(IllegalStateException.class);
    assertThatThrownBy(leader::join).hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatIsForgottenWhileItIsUnderWayDoesNotLandAndIsNotJoined() {
    CompletableFuture<String> old = start("a", "old");
    flights.forget("a");
    assertThat(flights.run("a", () -> "new", landed::add)).isEqualTo("new");
    gate.countDown();
    assertThat(old.join()).isEqualTo("old");
    assertThat(landed).containsExactly("new");
  }

  @Test
  void whoWaitsCanBeInterrupted() {
    CompletableFuture<String> held = start("a", "held");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> flights.run("a", () -> "never", landed::add))
        .isInstanceOf(ProxyStoreException.class)
        .hasMessageContaining("Interrupted while waiting for 'a'");
    assertThat(Thread.interrupted()).as("the interrupt was kept").isTrue();
    gate.countDown();
    assertThat(held.join()).isEqualTo("held");
  }

  @Test
  void workThatAsksForItselfFailsInsteadOfWaitingForEver() {
    assertThatThrownBy(
            () -> flights.run("a", () -> flights.run("a", () -> "in", landed::add), landed::add))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("asks for 'a' itself");
  }

  private static String fail(String message) {
    throw new IllegalStateException(message);
  }
}
