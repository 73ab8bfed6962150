package dev.proxystore.examples.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The ports of 127.0.0.1, where everything of a cluster listens. */
public final class LoopbackPort {
  public static final String HOST = "127.0.0.1";

  private static final byte[] ADDRESS = {127, 0, 0, 1};
  private static final int ANY = 0;

  private LoopbackPort() {}

  /** A port that nothing listens on at this moment. */
  public static int findFree() throws IOException {
    try (ServerSocket socket = listen(ANY)) {
      return socket.getLocalPort();
    }
  }

  /** Fails if something listens on a port, or if this user may not. */
  static void requireFree(int port) {
    try {
      listen(port).close();
    } catch (IOException e) {
      throw new ClusterException(
          "The port %d of %s cannot be used: %s. Choose another with --port."
              .formatted(port, HOST, e.getMessage()),
          e);
    }
  }

  private static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getByAddress(ADDRESS));
  }
}
