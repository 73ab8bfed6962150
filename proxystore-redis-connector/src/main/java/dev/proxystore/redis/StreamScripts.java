package dev.proxystore.redis;

/**
 * The steps on streams that must be one. Entries have one field: {@code event}, or {@code end} for
 * the end of a producer. Whoever removes entries stores the id of the last one, so that readers can
 * tell whether they missed any, and for each group that had not read them where it stood.
 */
final class StreamScripts {
  private StreamScripts() {}

  /** The field of an end. */
  static final String END = "end";

  /** Removes the entries up to {@code id} and remembers what has to be known of that. */
  private static final String REMOVE =
      """
      for _, group in ipairs(redis.call('xinfo', 'groups', KEYS[1])) do
        local about = {}
        for i = 1, #group, 2 do about[group[i]] = group[i + 1] end
        local from = about['last-delivered-id']
        if redis.call('xrange', KEYS[1], '(' .. from, id, 'COUNT', 1)[1] then
          redis.call('hsetnx', lost, about['name'], from)
        end
      end
      local millis, number = string.match(id, '(%d+)-(%d+)')
      local next_id = millis .. '-' .. string.format('%.0f', tonumber(number) + 1)
      redis.call('xtrim', KEYS[1], 'MINID', next_id)
      redis.call('set', trimmed, id)
      """;

  /**
   * Keys: stream, producer's number, trimmed, lost. Extra: how many to retain, or 0. Removes a
   * hundred and more at a time, since finding the last that goes costs something.
   */
  static final PublishScript PUBLISH =
      new PublishScript(
          "redis.call('xadd', KEYS[1], '*', 'event', ARGV[i])",
          """
          local more = 0
          if extra ~= '0' then
            more = redis.call('xlen', KEYS[1]) - tonumber(extra)
          end
          if more >= 100 then
            local most = math.max(1000, 2 * #ARGV)
            local old = redis.call('xrange', KEYS[1], '-', '+', 'COUNT', math.min(more, most))
            local id, trimmed, lost = old[#old][1], KEYS[3], KEYS[4]
          """
              + REMOVE
              + "end\n");

  /** Keys: stream, producer's number, ends. The end is also kept beside, for groups. */
  static final PublishScript PUBLISH_END =
      new PublishScript(
          """
          redis.call('xadd', KEYS[1], '*', 'end', ARGV[i])
          redis.call('hset', KEYS[3], ARGV[3], ARGV[i])
          """,
          "redis.call('pexpire', KEYS[3], ARGV[2])");

  /** Keys: stream, trimmed. Answers the positions before the first and of the last entry. */
  static final Script BOUNDS =
      new Script(
          """
          local trimmed = redis.call('get', KEYS[2]) or '0-0'
          local last = redis.call('xrevrange', KEYS[1], '+', '-', 'COUNT', 1)
          return {trimmed, last[1] and last[1][1] or trimmed}
          """);

  /**
   * Keys: stream, trimmed. Arguments: a position, the most to count. Answers how many entries lie
   * behind it, and where counting ended.
   */
  static final Script COUNT =
      new Script(
          """
          local first = redis.call('xrange', KEYS[1], '-', '+', 'COUNT', 1)
          if not first[1] then
            return {0, '+'}
          end
          local behind = redis.call('xrange', KEYS[1], '(' .. ARGV[1], '+', 'COUNT', 1)
          if behind[1] and behind[1][1] == first[1][1] then
            return {redis.call('xlen', KEYS[1]), '+'}
          end
          local page = redis.call('xrange', KEYS[1], '(' .. ARGV[1], '+', 'COUNT', ARGV[2])
          if #page == tonumber(ARGV[2]) then
            return {#page, page[#page][1]}
          end
          return {#page, '+'}
          """);

  /** Keys: stream, trimmed, lost. Argument: the last position that goes. */
  static final Script TRIM =
      new Script(
          """
          local last = redis.call('xrevrange', KEYS[1], ARGV[1], '-', 'COUNT', 1)
          if last[1] then
            local id, trimmed, lost = last[1][1], KEYS[2], KEYS[3]
          """
              + REMOVE
              + "end\n");

  /**
   * Keys: stream and ends of each partition. Arguments: group, consumer. Answers, for each
   * partition of which nothing is left to read and nothing pending with others, the ends.
   */
  static final Script ENDS =
      new Script(
          """
          local function isRead(stream)
            for _, group in ipairs(redis.call('xinfo', 'groups', stream)) do
              local about = {}
              for i = 1, #group, 2 do about[group[i]] = group[i + 1] end
              if about['name'] == ARGV[1] then
                local from = '(' .. about['last-delivered-id']
                return #redis.call('xrange', stream, from, '+', 'COUNT', 1) == 0
              end
            end
            return false
          end
          local function isPendingWithOthers(stream)
            local pending = redis.call('xpending', stream, ARGV[1])
            for _, each in ipairs(pending[4] or {}) do
              if each[1] ~= ARGV[2] and tonumber(each[2]) > 0 then return true end
            end
            return false
          end
          local answer = {}
          for i = 1, #KEYS, 2 do
            local ends = redis.call('hgetall', KEYS[i + 1])
            if #ends > 0 and (not isRead(KEYS[i]) or isPendingWithOthers(KEYS[i])) then
              ends = {}
            end
            answer[#answer + 1] = ends
          end
          return answer
          """);

  /**
   * Key: stream. Arguments: group, consumer, milliseconds, the most entries. Shows that the
   * consumer is there, and gives it what is pending with one that was not for so long. Consumers
   * that are gone and have nothing pending are forgotten. A consumer's clock starts anew with every
   * read that looks into what is pending with it, also when that finds nothing.
   */
  static final Script CLAIM =
      new Script(
          """
          local stream, name, me = KEYS[1], ARGV[1], ARGV[2]
          local behind_all = '18446744073709551615-18446744073709551614'
          redis.call('xreadgroup', 'GROUP', name, me, 'STREAMS', stream, behind_all)
          local claimed = {}
          local function take(other)
            local left = tonumber(ARGV[4]) - #claimed
            local pending = redis.call('xpending', stream, name, '-', '+', left, other)
            for _, entry in ipairs(pending) do
              local mine = redis.call('xclaim', stream, name, me, 0, entry[1])
              if mine[1] then claimed[#claimed + 1] = mine[1] end
            end
          end
          for _, consumer in ipairs(redis.call('xinfo', 'consumers', stream, name)) do
            local about = {}
            for i = 1, #consumer, 2 do about[consumer[i]] = consumer[i + 1] end
            if about['name'] ~= me and about['idle'] >= tonumber(ARGV[3]) then
              if about['pending'] == 0 then
                redis.call('xgroup', 'delconsumer', stream, name, about['name'])
              elseif #claimed < tonumber(ARGV[4]) then
                take(about['name'])
              end
            end
          end
          return claimed
          """);

  /** Keys: streams. Arguments: group, consumer. Forgets the consumer where nothing is pending. */
  static final Script LEAVE =
      new Script(
          """
          for _, stream in ipairs(KEYS) do
            local pending = redis.call('xpending', stream, ARGV[1], '-', '+', 1, ARGV[2])
            if #pending == 0 then
              redis.call('xgroup', 'delconsumer', stream, ARGV[1], ARGV[2])
            end
          end
          """);
}
