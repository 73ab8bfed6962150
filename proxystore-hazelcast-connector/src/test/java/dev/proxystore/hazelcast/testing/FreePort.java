package dev.proxystore.hazelcast.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port of the loopback interface that nobody listens at. It lies below those that systems give to
 * connections and to servers that ask for any: another process does not come by it by chance.
 */
public final class FreePort {
  private static final int FIRST = 15_000;
  private static final int LAST = 32_000;

  private FreePort() {}

  /** Another one each time, as a rule. */
  public static int find() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException e) {
        // taken: the next one
      }
    }
  }
}
