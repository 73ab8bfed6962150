package dev.proxystore.redis;

import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.PositionGoneException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;

/**
 * Reads all of its partitions, each from a place of its own. Behind each read it asks, in the same
 * round trip, up to where entries were removed: if that is behind its place, it missed some.
 */
final class StreamReader extends BlockingSubscriber {
  private final StreamPartitions partitions;
  private final Map<Integer, String> positions;

  StreamReader(BrokerServers servers, StreamPartitions partitions) {
    super(servers, partitions.topic(), partitions.firstKey());
    this.partitions = partitions;
    this.positions = new HashMap<>(partitions.starts());
  }

  @Override
  List<Message> next(Connection from, int most, long millis) {
    from.sendCommand(
        partitions.reading(new CommandArguments(Command.XREAD), most, millis, positions));
    CommandArguments trimmed = new CommandArguments(Command.MGET);
    partitions.keys().forEach(each -> trimmed.key(each.trimmed()));
    from.sendCommand(trimmed);
    List<Object> replies = from.getMany(2);
    requireRetained(Replies.list(replies.get(1)));
    List<Message> messages =
        partitions.entries(replies.get(0)).stream().map(Replies.Entry::message).toList();
    messages.forEach(each -> positions.put(each.partition(), each.position()));
    return messages;
  }

  private void requireRetained(List<@Nullable Object> trimmed) {
    for (int i = 0; i < partitions.size(); i++) {
      Object removed = trimmed.get(i);
      if (removed != null) {
        requireRetained(partitions.numbers().get(i), Replies.text(removed));
      }
    }
  }

  private void requireRetained(int partition, String removed) {
    String position = positions.getOrDefault(partition, StreamPosition.START.toString());
    if (StreamPosition.parse(removed).compareTo(StreamPosition.parse(position)) > 0) {
      throw new PositionGoneException(
          servers().address(), topic(), partition, position, "what follows " + removed);
    }
  }
}
