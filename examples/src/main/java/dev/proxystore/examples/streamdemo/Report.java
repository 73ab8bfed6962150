package dev.proxystore.examples.streamdemo;

import java.nio.file.Path;

/**
 * What the processes of the demo tell the one that started them: a line each on standard output,
 * with tabs between the parts.
 */
final class Report {
  static final String SENT = "sent";
  static final String UNREAD = "unread";
  static final String DIGEST = "digest";
  static final String NO_FLINK = "no-flink";

  private Report() {}

  static void sent(long bytes) {
    print(SENT, Long.toString(bytes));
  }

  static void unread(Path file, Throwable reason) {
    print(UNREAD, file.toUri().toString(), String.valueOf(reason));
  }

  static void digest(String uri, long bytes, String sha256) {
    print(DIGEST, uri, Long.toString(bytes), sha256);
  }

  static void noFlink() {
    print(NO_FLINK);
  }

  private static synchronized void print(String... parts) {
    System.out.println(String.join("\t", parts).replace('\n', ' '));
    System.out.flush();
  }
}
