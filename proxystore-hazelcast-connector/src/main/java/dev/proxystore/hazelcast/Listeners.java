package dev.proxystore.hazelcast;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Finds out who listens at addresses, before Hazelcast itself talks to them: it takes the first
 * bytes of an answer for a length, and memory for as many bytes, whoever sent them. A member greets
 * back whoever greets it as another member, also where it takes clients alone.
 */
final class Listeners {
  private static final byte[] GREETING = "HZC".getBytes(US_ASCII);
  private static final byte[] GREETED = "HZ".getBytes(US_ASCII);

  /** Makes servers talk that wait for the end of a line. */
  private static final byte[] LINE_ENDS = "\r\n\r\n".getBytes(US_ASCII);

  /** How long a member may take to answer before it is sent the ends of lines. */
  private static final int FIRST_MILLIS = 500;

  private Listeners() {}

  /** Who listens. */
  enum Kind {
    MEMBER,
    REFUSING,
    FOREIGN,
    SILENT,
    NONE
  }

  /**
   * What was found at one address.
   *
   * @param reason why there is nobody, if so
   */
  record Found(String address, Kind kind, String reason) {}

  /** Asks at all addresses at the same time; one that does not answer in time is silent. */
  static List<Found> ask(List<String> addresses, Duration patience) throws InterruptedException {
    return ask(addresses, patience, Optional.empty());
  }

  /** Asks members also whether they let a client in; those that do not are refusing. */
  static List<Found> ask(List<String> addresses, Duration patience, Optional<Admission> client)
      throws InterruptedException {
    ExecutorService threads = Executors.newCachedThreadPool(Listeners::thread);
    try {
      List<Future<Found>> answers =
          threads.invokeAll(
              addresses.stream().map(each -> new Visit(each, patience, client)).toList(),
              patience.toMillis(),
              TimeUnit.MILLISECONDS);
      List<Found> found = new ArrayList<>();
      for (int i = 0; i < answers.size(); i++) {
        found.add(answer(addresses.get(i), answers.get(i)));
      }
      return found;
    } finally {
      threads.shutdownNow();
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "proxystore-hazelcast-probe");
    thread.setDaemon(true);
    return thread;
  }

  private static Found answer(String address, Future<Found> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (CancellationException | ExecutionException e) {
      return new Found(address, Kind.SILENT, "");
    }
  }

  /** One connection to one address. */
  private record Visit(String address, Duration patience, Optional<Admission> client)
      implements Callable<Found> {

    @Override
    public Found call() {
      long start = System.nanoTime();
      Found found = visit((int) Math.min(Integer.MAX_VALUE, Math.max(2, patience.toMillis())));
      Duration left = patience.minusNanos(System.nanoTime() - start);
      return found.kind() == Kind.MEMBER && client.isPresent() && isRefused(client.get(), left)
          ? new Found(address, Kind.REFUSING, "it lets no such client in")
          : found;
    }

    /** Not so if it does not say it in time: the client will find out. */
    private boolean isRefused(Admission admission, Duration left) {
      int millis = (int) Math.min(Integer.MAX_VALUE, Math.max(1, left.toMillis() / 3));
      try (Socket socket = new Socket()) {
        socket.connect(HazelcastClients.socketAddress(address), millis);
        socket.setSoTimeout(millis);
        return admission.isRefused(socket);
      } catch (IOException e) {
        return false;
      }
    }

    private Found visit(int millis) {
      try (Socket socket = new Socket()) {
        socket.connect(HazelcastClients.socketAddress(address), millis);
        return new Found(address, greet(socket, millis), "it closes the connection");
      } catch (IOException e) {
        return new Found(address, Kind.NONE, String.valueOf(e.getMessage()));
      }
    }

    private static Kind greet(Socket socket, int millis) throws IOException {
      socket.getOutputStream().write(GREETING);
      Kind first = listen(socket, Math.min(FIRST_MILLIS, millis / 2));
      if (first != Kind.SILENT) {
        return first;
      }
      socket.getOutputStream().write(LINE_ENDS);
      return listen(socket, millis);
    }

    private static Kind listen(Socket socket, int millis) throws IOException {
      socket.setSoTimeout(Math.max(1, millis));
      try {
        for (byte expected : GREETED) {
          int read = socket.getInputStream().read();
          if (read != expected) {
            return read < 0 ? Kind.NONE : Kind.FOREIGN;
          }
        }
        return Kind.MEMBER;
      } catch (SocketTimeoutException e) {
        return Kind.SILENT;
      }
    }
  }
}
