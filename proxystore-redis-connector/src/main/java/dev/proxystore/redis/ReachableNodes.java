package dev.proxystore.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Looks which of several nodes can be reached, at all of them at the same time: the client library
 * goes from one to the next, and waits for each that is dead.
 */
final class ReachableNodes {
  private ReachableNodes() {}

  /**
   * The nodes that take a connection, in their order.
   *
   * @throws JedisConnectionException if there is none; with the cause that the last one gave
   */
  static Set<HostAndPort> of(List<HostAndPort> nodes, Duration timeout) {
    ExecutorService threads = Executors.newCachedThreadPool(ReachableNodes::thread);
    try {
      List<Callable<HostAndPort>> visits =
          nodes.stream().map(node -> (Callable<HostAndPort>) () -> visit(node, timeout)).toList();
      // Once more as long as connecting takes: looking up names takes time as well.
      return reached(threads.invokeAll(visits, 2 * timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      throw new JedisException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Set<HostAndPort> reached(List<Future<HostAndPort>> visits)
      throws InterruptedException {
    Set<HostAndPort> reached = new LinkedHashSet<>();
    List<Throwable> failures = new ArrayList<>();
    for (Future<HostAndPort> each : visits) {
      try {
        reached.add(each.get());
      } catch (ExecutionException e) {
        failures.add(e.getCause());
      } catch (CancellationException e) {
        failures.add(new IOException("looking up its address takes too long", e));
      }
    }
    if (reached.isEmpty()) {
      throw new JedisConnectionException(
          "No node can be reached.", failures.get(failures.size() - 1));
    }
    return reached;
  }

  /** A name may stand for several addresses, of which one is enough. */
  private static HostAndPort visit(HostAndPort node, Duration timeout) throws IOException {
    IOException failure = new IOException("its name stands for no address");
    for (InetAddress each : InetAddress.getAllByName(node.getHost())) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(each, node.getPort()), (int) timeout.toMillis());
        return node;
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "proxystore-redis-probe");
    thread.setDaemon(true);
    return thread;
  }
}
