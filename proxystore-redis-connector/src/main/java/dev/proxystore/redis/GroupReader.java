package dev.proxystore.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.PositionGoneException;
import dev.proxystore.stream.event.Subscription;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Reads as one consumer of a group. With each new connection it first asks for what is pending with
 * it and has not been handed out: what it had before a restart, or what was under way when the
 * connection broke off. Ends are no one consumer's: they are acknowledged at once, and handed out
 * from where they are kept when all else has been read.
 */
final class GroupReader extends BlockingSubscriber {
  private static final CommandObjects COMMANDS = new CommandObjects(RedisProtocol.RESP2);
  private static final int CLAIMED_AT_ONCE = 1000;

  private final StreamPartitions partitions;
  private final String group;
  private final String consumer;
  private final ClaimClock claims;
  private final Map<Integer, Set<String>> handedOut = new HashMap<>();
  private final Set<String> endsSeen = new HashSet<>();

  /** Behind which ids to ask for what is pending; empty when all that is known. */
  private final Map<Integer, String> recovering = new HashMap<>();

  GroupReader(BrokerServers servers, StreamPartitions partitions, Subscription subscription) {
    super(servers, partitions.topic(), partitions.firstKey());
    this.partitions = partitions;
    this.group = subscription.group().orElseThrow();
    this.consumer = subscription.consumer().orElseGet(() -> UUID.randomUUID().toString());
    this.claims = new ClaimClock(servers.options().claimAfter());
    partitions.numbers().forEach(each -> handedOut.put(each, new HashSet<>()));
    joinAll();
  }

  private void joinAll() {
    for (int each : partitions.numbers()) {
      byte[] start = partitions.starts().getOrDefault(each, "0-0").getBytes(UTF_8);
      byte[] stream = partitions.keysOf(each).events();
      servers().run("cannot join a group of the topic " + topic(), to -> join(to, stream, start));
    }
  }

  private boolean join(RedisServers to, byte[] stream, byte[] start) {
    try {
      to.run(COMMANDS.xgroupCreate(stream, group.getBytes(UTF_8), start, true));
      return true;
    } catch (JedisDataException e) {
      if (String.valueOf(e.getMessage()).startsWith("BUSYGROUP")) {
        return false; // others are there already
      }
      throw e;
    }
  }

  @Override
  void connecting() {
    joinAll();
    recoverAll();
  }

  private void recoverAll() {
    partitions.numbers().forEach(each -> recovering.put(each, "0-0"));
  }

  @Override
  List<Message> next(Connection from, int most, long millis) {
    while (!recovering.isEmpty()) {
      List<Message> mine = recover(from, most);
      if (!mine.isEmpty()) {
        return mine;
      }
    }
    if (claims.isDue()) {
      List<Message> claimed = claim(from);
      if (!claimed.isEmpty()) {
        return claimed;
      }
    }
    List<Message> messages = handOut(read(from, most, millis, Map.of()));
    return messages.isEmpty() ? ends(from) : messages;
  }

  private List<Replies.Entry> read(
      Connection from, int most, long millis, Map<Integer, String> behind) {
    CommandArguments command =
        new CommandArguments(Command.XREADGROUP)
            .add("GROUP")
            .add(group.getBytes(UTF_8))
            .add(consumer.getBytes(UTF_8));
    from.sendCommand(partitions.reading(command, most, millis, behind));
    byte[] name = group.getBytes(UTF_8);
    for (TopicKeys each : partitions.keys()) {
      from.sendCommand(new CommandArguments(Command.HGET).key(each.lost()).add(name));
    }
    List<Object> replies = from.getMany(1 + partitions.size());
    List<Replies.Entry> entries = partitions.entries(replies.get(0));
    requireNothingLost(replies);
    return entries;
  }

  /** Says once that the group has lost events; what was just read is asked for again after that. */
  private void requireNothingLost(List<@Nullable Object> replies) {
    for (int i = 0; i < partitions.size(); i++) {
      Object stood = replies.get(1 + i);
      if (stood != null) {
        byte[] lost = partitions.keys().get(i).lost();
        servers()
            .run(
                "cannot read the topic " + topic(),
                each -> each.run(COMMANDS.hdel(lost, group.getBytes(UTF_8))));
        recoverAll();
        int partition = partitions.numbers().get(i);
        throw new PositionGoneException(
            servers().address(),
            topic(),
            partition,
            Replies.text(stood),
            "what the group '" + group + "' reads next");
      }
    }
  }

  /** The next page of what is pending. Nothing on the page means that there is no more. */
  private List<Message> recover(Connection from, int most) {
    List<Replies.Entry> page = read(from, most, 0, recovering);
    if (page.isEmpty()) {
      recovering.clear();
    }
    page.forEach(each -> recovering.put(each.message().partition(), each.message().position()));
    return handOut(page.stream().filter(each -> !isHandedOut(each.message())).toList());
  }

  private boolean isHandedOut(Message message) {
    return handedOutOf(message.partition()).contains(message.position());
  }

  private Set<String> handedOutOf(int partition) {
    return handedOut.computeIfAbsent(partition, absent -> new HashSet<>());
  }

  /** Acknowledges what is no event: ends, and entries that were removed while they were pending. */
  private List<Message> handOut(List<Replies.Entry> entries) {
    List<Message> events = new ArrayList<>(entries.size());
    List<Message> others = new ArrayList<>();
    for (Replies.Entry each : entries) {
      boolean isEvent = !each.kind().isEmpty() && !each.kind().equals(StreamScripts.END);
      (isEvent ? events : others).add(each.message());
    }
    events.forEach(each -> handedOutOf(each.partition()).add(each.position()));
    acknowledge(others);
    return events;
  }

  private List<Message> claim(Connection from) {
    List<Message> claimed = new ArrayList<>();
    for (int each : partitions.numbers()) {
      List<byte[]> arguments =
          arguments(
              Long.toString(servers().options().claimAfter().toMillis()),
              Integer.toString(CLAIMED_AT_ONCE));
      Object reply =
          StreamScripts.CLAIM.run(from, List.of(partitions.keysOf(each).events()), arguments);
      claimed.addAll(handOut(Replies.entries(each, reply)));
    }
    if (claimed.isEmpty()) {
      claims.isDone();
    }
    return claimed;
  }

  /** The ends that have not been handed out, of the partitions where nothing else is left. */
  private List<Message> ends(Connection from) {
    List<byte[]> keys = new ArrayList<>();
    partitions.keys().forEach(each -> keys.addAll(List.of(each.events(), each.ends())));
    List<Object> reply = Replies.list(StreamScripts.ENDS.run(from, keys, arguments()));
    List<Message> ends = new ArrayList<>();
    for (int i = 0; i < partitions.size(); i++) {
      int partition = partitions.numbers().get(i);
      Replies.frames(reply.get(i), producer -> endsSeen.add(partition + " " + producer))
          .forEach(frame -> ends.add(new Message(partition, "", frame)));
    }
    return ends;
  }

  private List<byte[]> arguments(String... more) {
    List<byte[]> arguments =
        new ArrayList<>(List.of(group.getBytes(UTF_8), consumer.getBytes(UTF_8)));
    for (String each : more) {
      arguments.add(each.getBytes(UTF_8));
    }
    return arguments;
  }

  @Override
  public void acknowledge(Collection<Message> messages) {
    Map<Integer, List<Message>> byPartition =
        messages.stream()
            .filter(each -> !each.position().isEmpty())
            .collect(Collectors.groupingBy(Message::partition, TreeMap::new, Collectors.toList()));
    byPartition.forEach(this::acknowledge);
  }

  private void acknowledge(int partition, List<Message> messages) {
    byte[] stream = partitions.keysOf(partition).events();
    Function<Message, byte[]> id = each -> each.position().getBytes(UTF_8);
    byte[][] ids = messages.stream().map(id).toArray(byte[][]::new);
    servers()
        .run(
            "cannot acknowledge events of the topic " + topic(),
            each -> each.run(COMMANDS.xack(stream, group.getBytes(UTF_8), ids)));
    messages.forEach(each -> handedOutOf(partition).remove(each.position()));
  }

  @Override
  void closing() {
    List<byte[]> streams = partitions.keys().stream().map(TopicKeys::events).toList();
    servers().run("cannot leave the topic " + topic(), StreamScripts.LEAVE, streams, arguments());
  }
}
