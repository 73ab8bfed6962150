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
 * Calls to the cluster: each answer is awaited for a bounded time, and what goes wrong becomes a
 * sentence. Texts named {@code problem} say what cannot be done then: "cannot store the object 7".
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

  /** Makes a call that blocks; how long is the Hazelcast instance's matter. */
  <T> T blocking(String problem, Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      throw failure(problem, e);
    }
  }

  /** Makes a call and waits for its answer, up to the timeout. */
  <T> @Nullable T one(String problem, Supplier<CompletionStage<T>> call) {
    return await(problem, blocking(problem, call));
  }

  /** Makes numbered calls, some at the same time, and hands on their answers in order. */
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
      running.add(blocking(problem, () -> call.apply(number)));
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
    } catch (TimeoutException | RuntimeException e) {
      throw failure(problem, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectorException(address, problem + ": the thread was interrupted.", e);
    }
  }

  ConnectorException failure(String problem, String reason) {
    return new ConnectorException(address, problem + ": " + reason + ".", null);
  }

  private ConnectorException failure(String problem, Throwable cause) {
    return new ConnectorException(address, problem + ": " + reason(cause) + ".", cause);
  }

  private String reason(Throwable cause) {
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
}
