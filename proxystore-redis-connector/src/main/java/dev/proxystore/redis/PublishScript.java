package dev.proxystore.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.proxystore.stream.event.EventBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Publishes a batch in one step: what has come from its producer before is left out, and the last
 * number is stored with the rest.
 *
 * <p>The keys are where the events go, the producer's last number, and perhaps more; the arguments
 * the first number, for how long the last is known, the producer, one for the script, and the
 * frames.
 */
final class PublishScript {
  /** For how long after its last event a producer's repeats are recognised, and its end known. */
  static final Duration MEMORY = Duration.ofDays(7);

  private static final String FRAME =
      """
      local last = tonumber(redis.call('get', KEYS[2]) or '-1')
      local newest = tonumber(ARGV[1]) + #ARGV - 5
      local from = math.max(5, #ARGV - newest + last + 1)
      local extra = ARGV[4]
      for i = from, #ARGV do
      %s
      end
      if newest > last then
        redis.call('set', KEYS[2], string.format('%%.0f', newest), 'PX', ARGV[2])
      end
      %s
      """;

  private final Script script;

  /**
   * The script for one kind of broker.
   *
   * @param each Lua that takes in the frame {@code ARGV[i]}
   * @param afterwards Lua for what is to be done once
   */
  PublishScript(String each, String afterwards) {
    script = new Script(FRAME.formatted(each, afterwards));
  }

  void run(BrokerServers servers, String topic, List<byte[]> keys, EventBatch batch, String extra) {
    List<byte[]> arguments = new ArrayList<>(4 + batch.frames().size());
    arguments.add(Long.toString(batch.firstSequence()).getBytes(UTF_8));
    arguments.add(Long.toString(MEMORY.toMillis()).getBytes(UTF_8));
    arguments.add(batch.producer().toString().getBytes(UTF_8));
    arguments.add(extra.getBytes(UTF_8));
    arguments.addAll(batch.frames());
    servers.run("cannot publish to the topic " + topic, script, keys, arguments);
  }
}
