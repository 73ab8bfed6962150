package dev.proxystore.hazelcast;

import com.hazelcast.client.HazelcastClientNotActiveException;
import com.hazelcast.client.HazelcastClientOfflineException;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.OperationTimeoutException;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.StoreAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls to the cluster, whose errors become sentences. Texts named {@code problem} say what cannot
 * be done then: "cannot store the object 7".
 *
 * <p>A single call blocks: in Hazelcast that is several times as fast as waiting for an
 * asynchronous one. It is bounded by how the member or client was set up.
 */
final class Calls {
  private final StoreAddress address;
  private final Duration timeout;
  private final int inFlight;

  Calls(StoreAddress address, HazelcastOptions options) {
    this.address = address;
    this.timeout = options.timeout();
    this.inFlight = options.inFlight();
  }

  /** Makes a call that answers. */
  <T extends @Nullable Object> T one(String problem, Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      throw failure(problem, e);
    }
  }

  /** Makes a call that does not answer. */
  void run(String problem, Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      throw failure(problem, e);
    }
  }

  /**
   * Makes numbered calls, some at the same time, and hands on their answers in order. Each answer
   * is awaited up to the timeout.
   */
  <T> void each(
      String problem,
      int count,
      IntFunction<CompletionStage<T>> call,
      ObjIntConsumer<@Nullable T> answer) {
    Deque<CompletionStage<T>> running = new ArrayDeque<>(inFlight);
    int answered = 0;
    for (int i = 0; i < count; i++) {
      if (running.size() == inFlight) {
        answer.accept(await(problem, running.remove()), answered++);
      }
      int number = i;
      running.add(one(problem, () -> call.apply(number)));
    }
    while (!running.isEmpty()) {
      answer.accept(await(problem, running.remove()), answered++);
    }
  }

  private <T> @Nullable T await(String problem, CompletionStage<T> call) {
    try {
      return call.toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failure(problem, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException | InterruptedException | RuntimeException e) {
      throw failure(problem, e);
    }
  }

  ConnectorException failure(String problem, String reason) {
    return new ConnectorException(address, problem + ": " + reason + ".", null);
  }

  private ConnectorException failure(String problem, Throwable cause) {
    if (cause instanceof ConnectorException known) {
      return known;
    }
    if (isInterrupt(cause)) {
      Thread.currentThread().interrupt();
    }
    return new ConnectorException(address, problem + ": " + reason(cause) + ".", cause);
  }

  private String reason(Throwable cause) {
    if (isInterrupt(cause)) {
      return "the thread was interrupted";
    }
    if (cause instanceof TimeoutException || cause instanceof OperationTimeoutException) {
      return "the cluster does not answer within " + timeout.toMillis() + " ms";
    }
    if (cause instanceof HazelcastClientOfflineException) {
      return "the connection to the cluster is lost, and the client goes on trying";
    }
    if (cause instanceof HazelcastInstanceNotActiveException
        || cause instanceof HazelcastClientNotActiveException) {
      return "its Hazelcast instance was shut down";
    }
    return String.valueOf(cause);
  }

  /** Hazelcast wraps the interrupt of a call that blocks. */
  private static boolean isInterrupt(Throwable cause) {
    return cause instanceof InterruptedException
        || cause.getCause() instanceof InterruptedException;
  }
}
