package dev.proxystore.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.Subscription;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;

/**
 * Takes entries from a queue into a list of its own. With each new connection it first looks there
 * for what it has not handed out: what it had before a restart, or what was under way when the
 * connection broke off.
 */
final class ListReader extends BlockingSubscriber {
  private static final int CLAIMED_AT_ONCE = 1000;

  private final TopicKeys keys;
  private final byte[] taken;
  private final byte[] consumer;
  private final ClaimClock claims;
  private final Set<ByteBuffer> handedOut = new HashSet<>();
  private final Set<String> endsSeen = new HashSet<>();
  private boolean recovering;

  ListReader(BrokerServers servers, TopicKeys keys, Subscription subscription) {
    super(servers, subscription.topic(), keys.events());
    String name = subscription.consumer().orElseGet(() -> UUID.randomUUID().toString());
    this.keys = keys;
    this.taken = keys.taken(name);
    this.consumer = name.getBytes(UTF_8);
    this.claims = new ClaimClock(servers.options().claimAfter());
  }

  @Override
  void connecting() {
    recovering = true;
  }

  @Override
  List<Message> next(Connection from, int most, long millis) {
    List<Message> messages = recovering ? recover(from) : List.of();
    if (messages.isEmpty() && claims.isDue()) {
      messages = claim(from);
    }
    if (messages.isEmpty()) {
      messages = take(from, most);
    }
    return messages.isEmpty() && millis > 0 ? await(from, millis) : messages;
  }

  private List<Message> recover(Connection from) {
    CommandArguments all = new CommandArguments(Command.LRANGE).key(taken).add(0).add(-1);
    List<byte[]> mine = Replies.frames(from.executeCommand(all));
    recovering = false;
    return handOut(
        mine.stream().filter(each -> !handedOut.contains(ByteBuffer.wrap(each))).toList());
  }

  private List<Message> claim(Connection from) {
    List<byte[]> arguments =
        List.of(
            consumer,
            number(servers().options().claimAfter().toMillis()),
            number(CLAIMED_AT_ONCE),
            keys.taken());
    List<byte[]> claimed =
        Replies.frames(ListScripts.CLAIM.run(from, List.of(taken, keys.consumers()), arguments));
    if (claimed.isEmpty()) {
      claims.isDone();
    }
    return handOut(claimed);
  }

  /** What is there now, or else the ends that have not been handed out. */
  private List<Message> take(Connection from, int most) {
    List<byte[]> used = List.of(keys.events(), taken, keys.consumers(), keys.ends());
    List<Object> reply =
        Replies.list(ListScripts.TAKE.run(from, used, List.of(consumer, number(most))));
    List<Message> messages = handOut(Replies.frames(reply.get(0)));
    return messages.isEmpty() ? messages(Replies.frames(reply.get(1), endsSeen::add)) : messages;
  }

  private List<Message> await(Connection from, long millis) {
    CommandArguments move =
        new CommandArguments(Command.BLMOVE)
            .key(keys.events())
            .key(taken)
            .add("LEFT")
            .add("RIGHT")
            .add(String.format(Locale.ROOT, "%.3f", millis / 1000.0));
    @Nullable Object frame = from.executeCommand(move);
    return frame == null ? List.of() : handOut(List.of(Replies.bytes(frame)));
  }

  private List<Message> handOut(List<byte[]> frames) {
    frames.forEach(each -> handedOut.add(ByteBuffer.wrap(each)));
    return messages(frames);
  }

  private static List<Message> messages(List<byte[]> frames) {
    return frames.stream().map(each -> new Message(0, "", each)).toList();
  }

  private static byte[] number(long number) {
    return Long.toString(number).getBytes(UTF_8);
  }

  @Override
  public void acknowledge(Collection<Message> messages) {
    List<byte[]> frames = messages.stream().map(Message::frame).toList();
    if (!frames.isEmpty()) {
      servers()
          .run(
              "cannot acknowledge events of the topic " + topic(),
              ListScripts.ACKNOWLEDGE,
              List.of(taken),
              frames);
      frames.forEach(each -> handedOut.remove(ByteBuffer.wrap(each)));
    }
  }

  @Override
  void closing() {
    servers()
        .run(
            "cannot leave the topic " + topic(),
            ListScripts.LEAVE,
            List.of(taken, keys.consumers()),
            List.of(consumer));
  }
}
