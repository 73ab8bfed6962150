package dev.proxystore.cli;

/**
 * What a check of a store has found.
 *
 * @param check what was looked at
 * @param state how it is
 * @param detail in words
 * @param nanos how long looking took
 */
record Finding(String check, State state, String detail, long nanos) {
  /** How something is. */
  enum State {
    OK("ok"),
    WARNING("warning"),
    FAILED("FAILED");

    private final String text;

    State(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  static Finding ok(String check, String detail, long nanos) {
    return new Finding(check, State.OK, detail, nanos);
  }

  static Finding warning(String check, String detail) {
    return new Finding(check, State.WARNING, detail, 0);
  }

  static Finding failed(String check, Throwable failure, long nanos) {
    return new Finding(check, State.FAILED, Failures.sentence(failure), nanos);
  }
}
