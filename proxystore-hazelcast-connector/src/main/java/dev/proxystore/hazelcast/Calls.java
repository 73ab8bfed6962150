package dev.proxystore.hazelcast;

import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.serialize.SerializationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Calls to the cluster, whose errors become sentences. Texts named {@code problem} say what cannot
 * be done then: "cannot store the object 7".
 *
 * <p>All calls block, for as long as the client or member was set up to let them; several at the
 * same time do so on daemon threads that end when idle. Hazelcast's own asynchronous calls start a
 * thread for each answer on machines with one or two processors, and were measured to be slower by
 * half there, and no faster elsewhere.
 */
final class Calls implements AutoCloseable {
  private static final int IDLE_SECONDS = 10;

  private final StoreAddress address;
  private final Duration timeout;
  private final ThreadPoolExecutor threads;

  Calls(StoreAddress address, HazelcastOptions options) {
    this.address = address;
    this.timeout = options.timeout();
    this.threads =
        new ThreadPoolExecutor(
            options.inFlight(),
            options.inFlight(),
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "proxystore-hazelcast-" + address.name());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
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
   * Makes numbered calls, some at the same time, which must not make such calls themselves. Once
   * one fails no more are begun, and the others are over when this one is.
   *
   * @return their answers, in order
   */
  <T> List<@Nullable T> each(String problem, int count, IntFunction<@Nullable T> call) {
    AtomicBoolean failed = new AtomicBoolean();
    List<Future<@Nullable T>> running = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int number = i;
      running.add(one(problem, () -> threads.submit(() -> unless(failed, call, number))));
    }
    List<@Nullable T> answers = new ArrayList<>(count);
    ConnectorException failure = null;
    for (Future<@Nullable T> each : running) {
      try {
        answers.add(each.get());
      } catch (ExecutionException e) {
        failure = failure(problem, e.getCause() == null ? e : e.getCause());
      } catch (InterruptedException e) {
        failed.set(true);
        throw failure(problem, e);
      }
    }
    if (failure != null) {
      throw failure;
    }
    return answers;
  }

  /** Those of several things for which a call has answered yes, in their order. */
  static <T> List<T> those(List<T> all, List<@Nullable Boolean> answers) {
    return IntStream.range(0, all.size())
        .filter(i -> Boolean.TRUE.equals(answers.get(i)))
        .mapToObj(all::get)
        .toList();
  }

  private static <T> @Nullable T unless(
      AtomicBoolean failed, IntFunction<@Nullable T> call, int number) {
    try {
      return failed.get() ? null : call.apply(number);
    } catch (RuntimeException e) {
      failed.set(true);
      throw e;
    }
  }

  /** The error for what lies under an object's id and is not what its key says. */
  SerializationException foreign(Key key, String found, @Nullable Throwable cause) {
    return new SerializationException(
        "The object %s in the store %s cannot be read. Expected %d bytes, found %s."
            .formatted(key.id(), address, key.length(), found),
        cause);
  }

  ConnectorException failure(String problem, String reason) {
    return new ConnectorException(address, problem + ": " + reason + ".", null);
  }

  private ConnectorException failure(String problem, Throwable cause) {
    if (cause instanceof ConnectorException known) {
      return known;
    }
    return new ConnectorException(
        address, problem + ": " + Reasons.of(cause, timeout) + ".", cause);
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
