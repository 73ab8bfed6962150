package dev.proxystore.examples.demo;

import dev.proxystore.ProxyStoreException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.util.SerializedThrowable;

/** Finds the one sentence that a person needs among the causes of a failure. */
final class Failures {
  private static final int MEBI_BITS = 20;

  private Failures() {}

  /**
   * That memory ran out, if it did; else the message of ProxyStore's or the demo's own error, if
   * there is one, else of the last cause.
   */
  static String sentence(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable each = failure; each != null && !causes.contains(each); each = each.getCause()) {
      causes.add(each);
    }
    if (causes.stream().anyMatch(Failures::isOutOfMemory)) {
      return "Memory ran out, in a process with a heap of %d MiB. Give it more: DEMO_HEAP=4g bin/demo, or bin/cluster start --task-heap 4g."
          .formatted(Runtime.getRuntime().maxMemory() >> MEBI_BITS);
    }
    return causes.stream()
        .filter(Failures::isOurs)
        .findFirst()
        .map(Failures::text)
        .orElseGet(() -> text(causes.get(causes.size() - 1)));
  }

  private static boolean isOutOfMemory(Throwable each) {
    return each instanceof OutOfMemoryError
        || (each instanceof SerializedThrowable carried
            && carried.getOriginalErrorClassName().equals(OutOfMemoryError.class.getName()));
  }

  private static boolean isOurs(Throwable each) {
    return each instanceof ProxyStoreException
        || each instanceof DemoException
        || (each instanceof SerializedThrowable carried
            && carried.getOriginalErrorClassName().startsWith("dev.proxystore."));
  }

  /** The message; a failure that came from another process has its class in front of it. */
  private static String text(Throwable each) {
    String message = each.getMessage();
    if (message == null || message.isBlank()) {
      return each.toString();
    }
    return each instanceof SerializedThrowable carried
        ? message.replace(carried.getOriginalErrorClassName() + ": ", "")
        : message;
  }
}
