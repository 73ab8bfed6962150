package dev.proxystore.examples.demo;

import org.jspecify.annotations.Nullable;

/** Something that a person can mend: reported in one sentence, without a stack trace. */
final class DemoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoException(String message) {
    super(message);
  }

  DemoException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
