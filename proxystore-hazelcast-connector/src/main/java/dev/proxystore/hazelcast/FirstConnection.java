package dev.proxystore.hazelcast;

import com.hazelcast.client.AuthenticationException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleListener;
import com.hazelcast.logging.LogEvent;
import com.hazelcast.logging.LogListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;

/**
 * Whether a client that is being started is let in. It would be refused again and again, with a
 * stack trace in the log each time, and says so nowhere else.
 */
final class FirstConnection implements LifecycleListener, HazelcastInstanceAware, LogListener {

  /** What became of it. */
  enum Outcome {
    CONNECTED,
    REFUSED,
    NONE
  }

  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private final AtomicInteger refusalsLeft;

  /**
   * One that has not been tried.
   *
   * @param refusals by how many members it is to be refused until that is its outcome
   */
  FirstConnection(int refusals) {
    this.refusalsLeft = new AtomicInteger(refusals);
  }

  /** Called before the client connects. */
  @Override
  public void setHazelcastInstance(HazelcastInstance client) {
    client.getLoggingService().addLogListener(Level.WARNING, this);
    outcome.thenRun(() -> client.getLoggingService().removeLogListener(this));
  }

  @Override
  public void log(LogEvent event) {
    if (event.getLogRecord().getThrown() instanceof AuthenticationException
        && refusalsLeft.decrementAndGet() <= 0) {
      outcome.complete(Outcome.REFUSED);
    }
  }

  @Override
  public void stateChanged(LifecycleEvent event) {
    if (event.getState() == LifecycleEvent.LifecycleState.CLIENT_CONNECTED) {
      outcome.complete(Outcome.CONNECTED);
    }
  }

  /** Waits for the outcome, which is none if it takes longer. */
  Outcome await(Duration patience) throws InterruptedException {
    try {
      return outcome.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return Outcome.NONE;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
