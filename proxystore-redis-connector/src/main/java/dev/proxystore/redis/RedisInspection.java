package dev.proxystore.redis;

import dev.proxystore.connector.StoredObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What the servers say of a store's objects and of themselves. Redis keeps no time of writing: an
 * object's age is how long nobody has used it, which servers that evict by frequency do not say.
 */
final class RedisInspection {
  private static final CommandObjects COMMANDS = new CommandObjects(RedisProtocol.RESP2);
  private static final int AT_ONCE = 500;

  /** What is shown of {@code INFO}, and by which name. */
  private static final Map<String, String> SHOWN = shown();

  private final RedisServers servers;
  private final String store;
  private boolean ages = true;

  RedisInspection(RedisServers servers, String name) {
    this.servers = servers;
    this.store = name + ":";
  }

  private static Map<String, String> shown() {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("redis_version", "version");
    shown.put("redis_mode", "mode");
    shown.put("used_memory", "bytes used");
    shown.put("maxmemory", "maxmemory");
    shown.put("maxmemory_policy", "maxmemory-policy");
    shown.put("aof_enabled", "append-only file");
    return shown;
  }

  void inspect(String prefix, Consumer<StoredObject> objects) {
    String pattern = (store + prefix).replaceAll("[\\\\*?\\[\\]]", "\\\\$0") + "*";
    List<String> batch = new ArrayList<>();
    servers.scan(
        pattern,
        name -> {
          batch.add(name);
          if (batch.size() == AT_ONCE) {
            look(batch).forEach(objects);
            batch.clear();
          }
        });
    look(batch).forEach(objects);
  }

  private List<StoredObject> look(List<String> names) {
    if (ages) {
      try {
        return look(names, true);
      } catch (JedisDataException e) {
        ages = false; // the server evicts by frequency, or the user may not ask
      }
    }
    return look(names, false);
  }

  private List<StoredObject> look(List<String> names, boolean withAges) {
    // First: to ask for lengths is to use an object, after which it is idle no more.
    List<Object> idle = withAges ? ask(names, name -> COMMANDS.objectIdletime(name)) : List.of();
    List<Object> lengths = ask(names, name -> COMMANDS.strlen(name));
    List<Object> lives = ask(names, name -> COMMANDS.pttl(name));
    List<Object> heads = ask(names, name -> COMMANDS.getrange(name, 0, Manifest.LONGEST));
    List<StoredObject> found = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      long life = number(lives.get(i));
      if (life == -2) {
        continue; // it has gone meanwhile
      }
      long length =
          heads.get(i) instanceof byte[] head
              ? Manifest.parse(head).map(Manifest::length).orElse(number(lengths.get(i)))
              : number(lengths.get(i));
      found.add(
          new StoredObject(
              names.get(i).substring(store.length()),
              OptionalLong.of(length),
              withAges && idle.get(i) instanceof Long seconds
                  ? Optional.of(Duration.ofSeconds(seconds))
                  : Optional.empty(),
              life < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(life))));
    }
    return found;
  }

  private interface Question {
    CommandObject<?> of(String name);
  }

  private List<Object> ask(List<String> names, Question question) {
    List<Request<Object>> requests =
        names.stream()
            .map(
                name ->
                    Request.small(
                        new CommandObject<>(
                            question.of(name).getArguments(), BuilderFactory.RAW_OBJECT)))
            .toList();
    List<Object> answers = new ArrayList<>();
    servers.runAll(requests, (i, answer) -> answers.add(answer == null ? "" : answer));
    return answers;
  }

  private static long number(Object answer) {
    return answer instanceof Long number ? number : 0;
  }

  Map<String, String> describe() {
    String info = servers.info();
    Map<String, String> all = new LinkedHashMap<>();
    SHOWN.forEach(
        (field, name) -> {
          Matcher line = Pattern.compile("(?m)^" + field + ":(.*?)\\r?$").matcher(info);
          if (line.find()) {
            all.put(name, line.group(1));
          }
        });
    return all;
  }
}
