package dev.proxystore.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.proxy.ProxyResolveException;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.store.Store;
import dev.proxystore.stream.StreamConsumer;
import dev.proxystore.stream.StreamItem;
import dev.proxystore.stream.StreamProducer;
import dev.proxystore.stream.StreamSendException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** Producers and consumers with objects and events on one real server. */
@Timeout(60)
final class RedisStreamsIT {
  private static final String TOPIC = "numbers";
  private static final int OBJECTS = 500;

  private static List<Integer> numbers() {
    return IntStream.range(0, OBJECTS).boxed().toList();
  }

  private static String events(RedisServer server, String kind) {
    return "redis://" + server.hostAndPort() + "/events?broker=" + kind;
  }

  private static Store store(RedisServer server) {
    return Store.builder("redis://" + server.hostAndPort() + "/1/objects").build();
  }

  private static StreamConsumer<Integer> consumer(String events) {
    return StreamConsumer.<Integer>builder(events, TOPIC).fetchAhead(16).build();
  }

  private static void assertNoObjectIsLeft(RedisServer server) {
    try (Jedis jedis = new Jedis(RedisServer.HOST, server.port())) {
      jedis.select(1);
      assertThat(jedis.dbSize()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream", "list"})
  void whatIsSentInTheBackgroundAndFetchedAheadComesOnceInOrderAndGoes(String kind) {
    try (RedisServer server = RedisServer.start();
        Store store = store(server)) {
      try (StreamProducer<Integer> producer =
          StreamProducer.<Integer>builder(events(server, kind)).defaultStore(store).build()) {
        numbers().forEach(i -> sendAsync(producer, i));
      }
      try (StreamConsumer<Integer> consumer = consumer(events(server, kind))) {
        assertThat(consumer.objects()).containsExactlyElementsOf(numbers());
      }
      assertNoObjectIsLeft(server);
    }
  }

  private static void sendAsync(StreamProducer<Integer> producer, int number) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .ignoreException(StreamSendException.class)
        .until(
            () -> {
              CompletableFuture<Void> unused = producer.sendAsync(TOPIC, number);
              return true;
            });
  }

  /** Sends all, whatever happens to the server meanwhile. */
  private static void sendAll(RedisServer server, Store store) {
    StreamProducer<Integer> producer =
        StreamProducer.<Integer>builder(events(server, "stream"))
            .defaultStore(store)
            .brokerOption("timeout", "1s")
            .maxWaiting(8)
            .build();
    numbers().forEach(i -> sendAsync(producer, i));
    await().ignoreException(StreamSendException.class).until(() -> closed(producer));
  }

  private static boolean closed(StreamProducer<Integer> producer) {
    producer.close();
    return true;
  }

  @Test
  void aServerThatIsRestartedMeanwhileLosesAndRepeatsNothingAndKeepsNoOrphan(@TempDir Path folder)
      throws Exception {
    try (RedisServer server = RedisServer.builder().appendOnly(folder).start();
        Store store = store(server)) {
      CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendAll(server, store));
      assertThat(receiveAllAndRestart(server)).containsExactlyElementsOf(numbers());
      sending.get(30, TimeUnit.SECONDS);
      assertNoObjectIsLeft(server);
    }
  }

  private static List<Integer> receiveAllAndRestart(RedisServer server) {
    List<Integer> received = new ArrayList<>();
    try (StreamConsumer<Integer> consumer = consumer(events(server, "stream"))) {
      for (StreamItem<Integer> item : consumer) {
        received.add(resolved(item));
        if (received.size() == OBJECTS / 4) {
          server.restart();
        }
      }
    }
    return received;
  }

  private static Integer resolved(StreamItem<Integer> item) {
    return await()
        .pollDelay(Duration.ZERO)
        .ignoreException(ProxyResolveException.class)
        .until(item::object, number -> true);
  }
}
