package dev.proxystore.redis;

import static java.util.Collections.nCopies;
import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.ScanIteration;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import redis.clients.jedis.providers.ClusterConnectionProvider;
import redis.clients.jedis.providers.ConnectionProvider;
import redis.clients.jedis.util.Pool;

/**
 * The servers behind one address: runs commands on them, one by one or many in flight.
 *
 * <p>A command whose connection breaks off is sent once more, on a fresh connection: a server that
 * was started anew, or that closed an idle connection, is not an error. So all commands are ones
 * that may run twice; for those whose answer differs the second time there is {@link #ask}. A
 * silent server is not asked again, since that would double the wait.
 */
final class RedisServers implements AutoCloseable {
  /** The most payload under way before the answers are read: two chunks of the default size. */
  static final long WINDOW_BYTES = 2L * RedisOptions.DEFAULT_CHUNK_SIZE;

  private static final int KEYS_SCANNED_AT_ONCE = 1000;

  private final UnifiedJedis client;
  private final ConnectionProvider connections;
  private final JedisClientConfig configuration;

  RedisServers(
      UnifiedJedis client, ConnectionProvider connections, JedisClientConfig configuration) {
    this.client = client;
    this.connections = connections;
    this.configuration = configuration;
  }

  /** What a server answered, and whether it had to be asked twice. */
  record Answer<T>(@Nullable T value, boolean askedTwice) {}

  /** Takes the answers of many commands as they come, each with the place of its command. */
  interface Sink<T> {
    void accept(int index, @Nullable T value);
  }

  <T> @Nullable T run(CommandObject<T> command) {
    return ask(command).value();
  }

  <T> Answer<T> ask(CommandObject<T> command) {
    try {
      return new Answer<>(client.executeCommand(command), false);
    } catch (JedisException e) {
      prepareSecondTry(e);
      return new Answer<>(client.executeCommand(command), true);
    }
  }

  /** Runs commands in their order, as many in flight as fit into the window. */
  <T> void runAll(List<Request<T>> requests, Sink<T> sink) {
    int start = 0;
    while (start < requests.size()) {
      int end = endOfWindow(requests, start);
      List<T> answers = pipeline(requests.subList(start, end));
      for (int i = start; i < end; i++) {
        sink.accept(i, answers.get(i - start));
      }
      start = end;
    }
  }

  private static <T> int endOfWindow(List<Request<T>> requests, int start) {
    int end = start;
    long bytes = 0;
    do {
      bytes += requests.get(end++).bytes();
    } while (end < requests.size() && bytes + requests.get(end).bytes() <= WINDOW_BYTES);
    return end;
  }

  private <T> List<T> pipeline(List<Request<T>> window) {
    List<CommandObject<T>> commands = window.stream().map(each -> each.command().get()).toList();
    List<@Nullable Response<T>> responses = new ArrayList<>(nCopies(commands.size(), null));
    for (List<Integer> places : byNode(commands)) {
      List<Response<T>> share = sendTwice(places.stream().map(commands::get).toList());
      for (int i = 0; i < places.size(); i++) {
        responses.set(places.get(i), share.get(i));
      }
    }
    List<T> answers = new ArrayList<>(commands.size());
    for (int i = 0; i < commands.size(); i++) {
      answers.add(answer(commands.get(i), requireNonNull(responses.get(i))));
    }
    return answers;
  }

  /** The places of the commands that one node takes, for each node. */
  private <T> Collection<List<Integer>> byNode(List<CommandObject<T>> commands) {
    Map<Object, List<Integer>> places = new HashMap<>();
    for (int i = 0; i < commands.size(); i++) {
      Object node = nodeOf(commands.get(i).getArguments());
      places.computeIfAbsent(node, key -> new ArrayList<>()).add(i);
    }
    return places.values();
  }

  private Object nodeOf(CommandArguments arguments) {
    if (!(connections instanceof ClusterConnectionProvider cluster)) {
      return connections;
    }
    int slot = arguments.getKeyHashSlots().iterator().next();
    return Optional.<Object>ofNullable(cluster.getNode(slot)).orElse(slot);
  }

  private <T> List<Response<T>> sendTwice(List<CommandObject<T>> commands) {
    try {
      return send(commands);
    } catch (JedisException e) {
      prepareSecondTry(e);
      return send(commands);
    }
  }

  private <T> List<Response<T>> send(List<CommandObject<T>> commands) {
    try (Connection connection = connections.getConnection(commands.get(0).getArguments())) {
      Pipeline pipeline = new Pipeline(connection, false);
      try {
        List<Response<T>> responses = new ArrayList<>(commands.size());
        commands.forEach(each -> responses.add(pipeline.appendCommand(each)));
        pipeline.sync();
        return responses;
      } catch (RuntimeException e) {
        connection.setBroken(); // answers may still be under way on it
        throw e;
      }
    }
  }

  /**
   * What a node of a cluster has given away is asked of its new owner; a server that does not know
   * a script is sent its text.
   */
  @SuppressWarnings("unchecked") // a call answers as it does with the text
  private <T> @Nullable T answer(CommandObject<T> command, Response<T> response) {
    try {
      return response.get();
    } catch (JedisRedirectionException e) {
      return command instanceof Script.Call call ? (T) run(call.withText()) : run(command);
    } catch (JedisNoScriptException e) {
      if (command instanceof Script.Call call) {
        return (T) run(call.withText());
      }
      throw e;
    }
  }

  /** Names the keys of values, no lists or sets, that a pattern matches, on each server. */
  void scan(String pattern, Consumer<String> keys) {
    ScanIteration scan = client.scanIteration(KEYS_SCANNED_AT_ONCE, pattern, "string");
    while (!scan.isIterationCompleted()) {
      scan.nextBatch().getResult().forEach(keys);
    }
  }

  /** What one of the servers says of itself. */
  String info() {
    CommandArguments info = new CommandArguments(Protocol.Command.INFO);
    try (Connection connection = connections.getConnection()) {
      return connection.executeCommand(new CommandObject<>(info, BuilderFactory.STRING));
    }
  }

  /** Throws the error if there is no use in trying again; else drops connections as old as this. */
  private void prepareSecondTry(JedisException e) {
    if (!RedisFailures.isBrokenOff(e)) {
      throw e;
    }
    forgetConnections();
  }

  /** Has the next commands use fresh connections, and in a cluster ask anew who owns what. */
  void forgetConnections() {
    connections.getConnectionMap().values().forEach(pool -> ((Pool<?>) pool).clear());
    if (connections instanceof ClusterConnectionProvider cluster) {
      cluster.renewSlotCache();
    }
  }

  /**
   * A connection of its own to the server that has a key, for commands that wait. Stands outside of
   * the pool; the caller closes it.
   */
  OwnConnection connectTo(byte[] key) {
    CommandArguments which = new CommandArguments(Protocol.Command.EXISTS).key(key);
    try (Connection any = connections.getConnection(which)) {
      return new OwnConnection(any.getHostAndPort(), configuration);
    }
  }

  /** Reaches a server and logs in, or throws. */
  void check() {
    try (Connection connection = connections.getConnection()) {
      connection.ping();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
