package dev.proxystore.redis;

/** The steps on lists that must be one. */
final class ListScripts {
  private ListScripts() {}

  /** Keys: queue, producer's number. */
  static final PublishScript PUBLISH =
      new PublishScript("redis.call('rpush', KEYS[1], ARGV[i])", "");

  /** Keys: queue, producer's number, ends. */
  static final PublishScript PUBLISH_END =
      new PublishScript(
          "redis.call('hset', KEYS[3], ARGV[3], ARGV[i])",
          "redis.call('pexpire', KEYS[3], ARGV[2])");

  private static final String SHOW =
      """
      local time = redis.call('time')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      redis.call('zadd', consumers, string.format('%.0f', now), ARGV[1])
      """;

  /**
   * Keys: queue, what the consumer has taken, consumers, ends. Arguments: consumer, the most to
   * take. Shows that the consumer is there. Answers what it has taken now and, if that is nothing,
   * the ends.
   */
  static final Script TAKE =
      new Script(
          "local consumers = KEYS[3]\n"
              + SHOW
              + """
              local taken = {}
              for i = 1, tonumber(ARGV[2]) do
                local frame = redis.call('lmove', KEYS[1], KEYS[2], 'LEFT', 'RIGHT')
                if not frame then break end
                taken[i] = frame
              end
              if #taken > 0 then
                return {taken, {}}
              end
              return {taken, redis.call('hgetall', KEYS[4])}
              """);

  /**
   * Keys: what the consumer has taken, consumers. Arguments: consumer, milliseconds, the most to
   * claim, what the keys begin with of what others have taken. Gives the consumer what those have
   * taken and not acknowledged who have not polled for so long.
   */
  static final Script CLAIM =
      new Script(
          "local consumers = KEYS[2]\n"
              + SHOW
              + """
              local before = string.format('%.0f', now - tonumber(ARGV[2]))
              local claimed = {}
              for _, other in ipairs(redis.call('zrangebyscore', consumers, '-inf', before)) do
                local theirs = ARGV[4] .. other
                while #claimed < tonumber(ARGV[3]) do
                  local frame = redis.call('lmove', theirs, KEYS[1], 'LEFT', 'RIGHT')
                  if not frame then break end
                  claimed[#claimed + 1] = frame
                end
                if redis.call('llen', theirs) == 0 then
                  redis.call('zrem', consumers, other)
                end
              end
              return claimed
              """);

  /** Key: what the consumer has taken. Arguments: the frames that it is done with. */
  static final Script ACKNOWLEDGE =
      new Script(
          """
          for i = 1, #ARGV do
            redis.call('lrem', KEYS[1], 1, ARGV[i])
          end
          """);

  /** Keys: what the consumer has taken, consumers. Argument: consumer. */
  static final Script LEAVE =
      new Script(
          """
          if redis.call('llen', KEYS[1]) == 0 then
            redis.call('zrem', KEYS[2], ARGV[1])
          end
          """);
}
