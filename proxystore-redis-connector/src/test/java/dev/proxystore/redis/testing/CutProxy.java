package dev.proxystore.redis.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Stands in front of a server, and cuts one connection when so many more bytes were sent. */
public final class CutProxy implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);
  private final int port;

  private CutProxy(int port) throws IOException {
    this.port = port;
  }

  /** Listens on a port of its own. */
  public static CutProxy of(int port) throws IOException {
    CutProxy proxy = new CutProxy(port);
    start(proxy::accept);
    return proxy;
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** How many connections there were. */
  public int connections() {
    return sockets.size() / 2;
  }

  /** Cuts the connection that sends the last of so many bytes, and none later. */
  public void cutAfter(int bytes) {
    left.set(bytes);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "cut-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.addAll(List.of(client, server));
        start(() -> copy(client, server, true));
        start(() -> copy(server, client, false));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void copy(Socket from, Socket to, boolean isCounted) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[16 << 10];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (isCounted && left.addAndGet(-n) < 0) {
          left.set(Long.MAX_VALUE);
          return;
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // cut, or closed
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket each : sockets) {
        each.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
