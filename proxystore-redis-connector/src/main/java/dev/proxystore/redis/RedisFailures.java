package dev.proxystore.redis;

import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.stream.event.BrokerException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/** From the errors of the client library to sentences. */
final class RedisFailures {
  private RedisFailures() {}

  /**
   * Whether a connection broke off, so that the next one may work. A cluster that its client has
   * given up on, and a server that is silent, are not worth a second try.
   */
  static boolean isBrokenOff(JedisException e) {
    boolean connection =
        e instanceof JedisConnectionException || e.getCause() instanceof JedisConnectionException;
    return connection
        && !(e instanceof JedisClusterOperationException)
        && !(root(e) instanceof SocketTimeoutException);
  }

  /**
   * The error as users of a store see it.
   *
   * @param problem what could not be done, such as "cannot store the object x"
   */
  static ConnectorException describe(
      StoreAddress address, RedisOptions options, String problem, JedisException e) {
    return new ConnectorException(address, sentence(problem, options, e), e);
  }

  /** The same for users of a broker. */
  static BrokerException describeBroker(
      StoreAddress address, RedisOptions options, String problem, JedisException e) {
    return new BrokerException(address, sentence(problem, options, e), e);
  }

  private static String sentence(String problem, RedisOptions options, JedisException e) {
    Throwable root = root(e);
    if (root instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return problem + ": " + reason(root, options) + ".";
  }

  private static String reason(Throwable root, RedisOptions options) {
    if (root instanceof InterruptedException) {
      return "the thread was interrupted";
    }
    if (root instanceof SocketTimeoutException && isConnecting(root)) {
      return "no connection within " + text(options.connectTimeout());
    }
    if (root instanceof SocketTimeoutException) {
      return "no answer within " + text(options.timeout());
    }
    if (root instanceof NoSuchElementException) {
      return "no connection of the pool was free within "
          + text(options.timeout())
          + ", more callers than the option "
          + RedisOptions.POOL_SIZE
          + " allows";
    }
    String message =
        root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    return message.startsWith("NOAUTH") || message.startsWith("WRONGPASS")
        ? refused(message)
        : message.replaceFirst("\\.+$", "");
  }

  private static String refused(String message) {
    return message.startsWith("NOAUTH")
        ? "the server asks for a password and was given none. Set PROXYSTORE_<STORE>_PASSWORD or PROXYSTORE_PASSWORD in the environment of this process; where PROXYSTORE_HOSTS is set, it has to name this host"
        : "the server refuses the password that it was given. Look at PROXYSTORE_<STORE>_USERNAME and PROXYSTORE_<STORE>_PASSWORD, or those without the store, in the environment of this process";
  }

  private static boolean isConnecting(Throwable timeout) {
    return String.valueOf(timeout.getMessage()).toLowerCase(Locale.ROOT).contains("connect");
  }

  /** A duration as options are written: 2s. */
  static String text(Duration duration) {
    return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }

  /** Where the error began; the library also hides that among the suppressed ones. */
  private static Throwable root(Throwable e) {
    Throwable root = e;
    for (Throwable next = e; next != null; next = beneath(next)) {
      root = next;
    }
    return root;
  }

  private static @Nullable Throwable beneath(Throwable e) {
    if (e.getCause() != null) {
      return e.getCause();
    }
    return e.getSuppressed().length == 0 ? null : e.getSuppressed()[0];
  }
}
