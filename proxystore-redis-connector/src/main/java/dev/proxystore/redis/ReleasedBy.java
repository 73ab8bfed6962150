package dev.proxystore.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.ObjectConsumer;
import java.util.List;
import java.util.stream.IntStream;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * Who has released an object of several consumers: a set under a key of its own, which in a cluster
 * is in the slot of the object's key, so that one step sees both. No object has such a key.
 */
final class ReleasedBy {
  /** What the script answers when the object stays, and when it was not there. */
  private static final Long STAYS = 0L;

  /**
   * Keys: object, who has released it. Arguments: a consumer, how many there are, the most bytes of
   * a manifest. Counts those that have released it as {@link ObjectConsumer#countWhole} does.
   * Answers 0 if the object stays, 1 if it was not there, and if it goes what its value began with.
   */
  private static final Script RELEASE =
      new Script(
          """
          if redis.call('exists', KEYS[1]) == 0 then
            redis.call('unlink', KEYS[2])
            return 1
          end
          if redis.call('sadd', KEYS[2], ARGV[1]) == 1 then
            local life = redis.call('pttl', KEYS[1])
            if life >= 0 then redis.call('pexpire', KEYS[2], life) end
          end
          local whole, instances = 0, {}
          for _, each in ipairs(redis.call('smembers', KEYS[2])) do
            local name, of = string.match(each, '^([^#]+)#%d+of(%d+)$')
            if not name then
              whole = whole + 1
            else
              local all = name .. '#' .. of
              instances[all] = (instances[all] or 0) + 1
              if instances[all] == tonumber(of) then whole = whole + 1 end
            end
          end
          if whole < tonumber(ARGV[2]) then return 0 end
          local head = redis.call('getrange', KEYS[1], 0, ARGV[3])
          redis.call('unlink', KEYS[1], KEYS[2])
          return head
          """);

  private static final int SLOTS = 16_384;

  private ReleasedBy() {}

  /** Notes a release, and removes the object's value with the last. */
  static Request<Object> release(String store, Key key, ObjectConsumer consumer) {
    return RELEASE.request(
        List.of(object(store, key), name(store, key)),
        List.of(
            consumer.text().getBytes(UTF_8),
            Integer.toString(key.fanOut()).getBytes(UTF_8),
            Integer.toString(Manifest.LONGEST).getBytes(UTF_8)));
  }

  /** Whether an answer says that the object is not there any more. */
  static boolean isGone(Object answer) {
    return !STAYS.equals(answer);
  }

  static byte[] object(String store, Key key) {
    return (store + ":" + key.id()).getBytes(UTF_8);
  }

  /** The key under which those stand who have released an object. */
  static byte[] name(String store, Key key) {
    String object = store + ":" + key.id();
    return (store + "/released/{" + tag(object) + "}" + object).getBytes(UTF_8);
  }

  /**
   * What stands in braces to be in the slot of a key: what stands there in that key, or all of it.
   * A few keys have braces that do not count, and would not be one tag: for those, a number is
   * found that falls into their slot.
   */
  private static String tag(String key) {
    int open = key.indexOf('{');
    int close = open < 0 ? -1 : key.indexOf('}', open + 1);
    if (close > open + 1) {
      return key.substring(open + 1, close);
    }
    return key.indexOf('}') < 0 ? key : numberInSlot(JedisClusterCRC16.getSlot(key));
  }

  private static String numberInSlot(int slot) {
    return IntStream.range(0, SLOTS * SLOTS)
        .mapToObj(Integer::toString)
        .filter(number -> JedisClusterCRC16.getSlot(number) == slot)
        .findFirst()
        .orElseThrow();
  }
}
