package dev.proxystore.hazelcast;

import com.hazelcast.client.HazelcastClientNotActiveException;
import com.hazelcast.client.HazelcastClientOfflineException;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.OperationTimeoutException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/** Says in words why a call to the cluster failed. */
final class Reasons {
  private Reasons() {}

  /** The reason, without a full stop. Marks the thread as interrupted if that is the reason. */
  static String of(Throwable cause, Duration timeout) {
    if (isInterrupt(cause)) {
      Thread.currentThread().interrupt();
      return "the thread was interrupted";
    }
    if (cause instanceof OperationTimeoutException) {
      return "the cluster does not answer within " + timeout.toMillis() + " ms";
    }
    if (cause instanceof HazelcastClientOfflineException) {
      return "the connection to the cluster is lost, and the client goes on trying";
    }
    if (cause instanceof HazelcastInstanceNotActiveException
        || cause instanceof HazelcastClientNotActiveException) {
      return "its Hazelcast instance was shut down";
    }
    if (cause instanceof RejectedExecutionException) {
      return "it is closed";
    }
    return String.valueOf(cause);
  }

  /** Hazelcast wraps the interrupt of a call that blocks. */
  private static boolean isInterrupt(Throwable cause) {
    return cause instanceof InterruptedException
        || cause.getCause() instanceof InterruptedException;
  }
}
