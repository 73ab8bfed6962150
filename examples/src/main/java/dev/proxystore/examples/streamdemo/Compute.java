package dev.proxystore.examples.streamdemo;

import dev.proxystore.store.Stores;
import dev.proxystore.stream.StreamConsumer;
import dev.proxystore.stream.StreamItem;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A compute process: takes its share of the files and digests them. It has ProxyStore and the
 * connectors on its class path, and no Flink.
 */
final class Compute {
  private static final String A_CLASS_OF_FLINK = "org.apache.flink.api.common.JobID";

  private Compute() {}

  /** Argument: the address of the broker. Events say where the objects lie. */
  public static void main(String[] arguments) throws Exception {
    requireNoFlink();
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    try (StreamConsumer<byte[]> consumer =
        StreamConsumer.<byte[]>builder(arguments[0], Topics.WORK)
            .producers(Topics.DISPATCHERS)
            .build()) {
      for (StreamItem<byte[]> item : consumer) {
        byte[] bytes = item.object();
        Report.digest(
            item.metadata().text(Topics.URI).orElseThrow(),
            bytes.length,
            HexFormat.of().formatHex(sha256.digest(bytes)));
      }
    } finally {
      Stores
          .closeAll(); // those that the proxies opened: a client of Hazelcast has threads that stay
    }
  }

  private static void requireNoFlink() {
    try {
      Class.forName(A_CLASS_OF_FLINK);
      throw new IllegalStateException("Flink is on the class path of a compute process.");
    } catch (ClassNotFoundException e) {
      Report.noFlink();
    }
  }
}
