package dev.proxystore.hazelcast;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.hazelcast.testing.HazelcastMember;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.BrokerException;
import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.Subscriber;
import dev.proxystore.stream.event.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One of two members is killed while events go through rings with one backup. */
@Timeout(120)
final class HazelcastRingbufferFailoverIT {
  private static final int RINGS = 4;
  private static final long AT_LEAST = 2000;

  private final BrokerEvents events = new BrokerEvents();

  @Test
  void nothingIsLostAndTheOrderIsKeptWhenAMembersProcessIsKilled() throws Exception {
    try (HazelcastMember one = HazelcastMember.startProcess();
        HazelcastMember two = HazelcastMember.startProcessBeside(one);
        Broker broker = BrokerEvents.open(one.store("failover"), Map.of("timeout", "20s"))) {
      List<Reader> readers = new ArrayList<>();
      for (int i = 0; i < RINGS; i++) {
        readers.add(new Reader(broker, "topic-" + i));
      }
      CompletableFuture<Long> producer = CompletableFuture.supplyAsync(() -> produce(broker, two));
      CompletableFuture<Void> consumer = CompletableFuture.runAsync(() -> consume(readers));
      long sent = producer.get(60, TimeUnit.SECONDS);
      consumer.get(60, TimeUnit.SECONDS);
      for (Reader reader : readers) {
        assertThat(reader.withoutRepeats()).isEqualTo(LongStream.range(0, sent).boxed().toList());
      }
    }
  }

  /** Sends to all topics, kills a member in the middle, and goes on for as long again. */
  private long produce(Broker broker, HazelcastMember victim) {
    CompletableFuture<Void> killed = null;
    try (Publisher publisher = broker.publisher()) {
      long sent = 0;
      long stop = Long.MAX_VALUE;
      while (sent < stop) {
        if (sent == AT_LEAST) {
          killed = CompletableFuture.runAsync(victim::kill);
        }
        if (killed != null && killed.isDone() && stop == Long.MAX_VALUE) {
          stop = sent + AT_LEAST;
        }
        publishToAll(publisher, events.numbers(sent, sent + 10));
        sent += 10;
      }
      for (int i = 0; i < RINGS; i++) {
        publisher.publishEnd("topic-" + i, end(sent));
      }
      return sent;
    }
  }

  private EventBatch end(long sent) {
    EventBatch number = events.numbers(sent, sent + 1);
    return new EventBatch(number.producer(), sent, List.of("-1".getBytes(US_ASCII)));
  }

  private static void publishToAll(Publisher publisher, EventBatch batch) {
    for (int i = 0; i < RINGS; i++) {
      try {
        publisher.publish("topic-" + i, batch);
      } catch (BrokerException e) {
        publisher.publish("topic-" + i, batch);
      }
    }
  }

  private static void consume(List<Reader> readers) {
    while (!readers.stream().allMatch(Reader::isDone)) {
      readers.forEach(Reader::poll);
    }
  }

  /** Reads one topic to its end. */
  private static final class Reader {
    private final Subscriber subscriber;
    private final List<Long> read = new ArrayList<>();

    Reader(Broker broker, String topic) {
      subscriber = broker.subscriber(Subscription.to(topic));
    }

    void poll() {
      try {
        for (Message message : subscriber.poll(100, Duration.ofMillis(5))) {
          read.add(BrokerEvents.number(message));
        }
      } catch (BrokerException e) {
        assertThat(e).isExactlyInstanceOf(BrokerException.class); // and asks again
      }
    }

    boolean isDone() {
      return !read.isEmpty() && read.get(read.size() - 1) < 0;
    }

    /** What a consumer makes of it: each number that is higher than those before. */
    List<Long> withoutRepeats() {
      List<Long> all = new ArrayList<>();
      for (long number : read) {
        if (number == all.size()) {
          all.add(number);
        } else {
          assertThat(number).as("no gap").isLessThan(all.size());
        }
      }
      return all;
    }
  }
}
