package dev.proxystore.examples.demo;

import dev.proxystore.ProxyStoreException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.util.SerializedThrowable;

/** Finds the one sentence that a person needs among the causes of a failure. */
final class Failures {
  private Failures() {}

  /**
   * The message of ProxyStore's or the demo's own error, if there is one, else of the last cause.
   */
  static String sentence(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable each = failure; each != null && !causes.contains(each); each = each.getCause()) {
      causes.add(each);
    }
    return causes.stream()
        .filter(Failures::isOurs)
        .findFirst()
        .map(Failures::text)
        .orElseGet(() -> text(causes.get(causes.size() - 1)));
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
