package dev.proxystore.hazelcast;

import com.hazelcast.transaction.TransactionContext;
import com.hazelcast.transaction.TransactionOptions;
import com.hazelcast.transaction.TransactionOptions.TransactionType;
import com.hazelcast.transaction.TransactionalMap;
import com.hazelcast.transaction.TransactionalQueue;
import dev.proxystore.stream.event.EventBatch;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Adds to the queue and notes the number in one two-phase transaction. */
final class InTransaction implements QueueEntry {
  private final BrokerLink link;
  private final TransactionOptions options;

  InTransaction(BrokerLink link) {
    this.link = link;
    this.options =
        new TransactionOptions()
            .setTransactionType(TransactionType.TWO_PHASE)
            .setTimeout(link.options().timeout().toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public boolean enter(String topic, EventBatch events) {
    String name = link.address().structure(topic);
    return link.call(
        "cannot publish to topic '" + topic + "'",
        () -> {
          TransactionContext transaction = link.instance().newTransactionContext(options);
          transaction.beginTransaction();
          boolean done = false;
          try {
            done = enter(transaction, name, ProducerNumbers.key(topic, events), events);
          } finally {
            end(transaction, done);
          }
          return done;
        });
  }

  private boolean enter(
      TransactionContext transaction, String name, String key, EventBatch events) {
    TransactionalMap<String, Long> numbers = transaction.getMap(ProducerNumbers.map(link));
    List<byte[]> frames = ProducerNumbers.newFrames(events, numbers.getForUpdate(key));
    if (!frames.isEmpty()) {
      long seconds = link.options().retention().toSeconds();
      numbers.put(key, events.lastSequence(), seconds, TimeUnit.SECONDS);
    }
    TransactionalQueue<byte[]> queue = transaction.getQueue(name);
    return frames.stream().allMatch(queue::offer);
  }

  private static void end(TransactionContext transaction, boolean done) {
    if (done) {
      transaction.commitTransaction();
    } else {
      BrokerLink.quietly(transaction::rollbackTransaction);
    }
  }
}
