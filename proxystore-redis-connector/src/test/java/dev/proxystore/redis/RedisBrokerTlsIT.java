package dev.proxystore.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Credentials;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.redis.testing.TestCertificates;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.BrokerException;
import dev.proxystore.stream.event.Brokers;
import dev.proxystore.stream.event.PubSubContract;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.Subscriber;
import dev.proxystore.stream.event.Subscription;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Over TLS, with secrets from the environment, as a user that may do no more than the documentation
 * of the brokers asks for.
 */
final class RedisBrokerTlsIT extends PubSubContract {
  private static final String PREFIX = "proxystore.events.";
  private static final String RIGHTS =
      "~events:* &events:* +ping +eval +evalsha +get +set +mget +hset +hsetnx +hget +hdel +hgetall +pexpire"
          + " +xadd +xlen +xrange +xrevrange +xtrim +xread +xreadgroup +xack +xclaim"
          + " +xpending +xgroup +xinfo"
          + " +rpush +lmove +blmove +lrange +lrem +llen +zadd +zrem +zrangebyscore +time"
          + " +publish +subscribe";

  private static RedisServer server;
  private static Map<String, String> secrets;

  @BeforeAll
  static void startServer(@TempDir Path folder) {
    TestCertificates certificates = TestCertificates.generate(folder, "ip:127.0.0.1");
    server = RedisServer.builder().tls(certificates).user("app", "s3cret", RIGHTS).start();
    secrets =
        Map.of(
            PREFIX + "username",
            "app",
            PREFIX + "password",
            "s3cret",
            PREFIX + "truststore",
            certificates.trustStore().toString(),
            PREFIX + "truststore-password",
            certificates.trustStorePassword());
    secrets.forEach(System::setProperty);
  }

  @AfterAll
  static void stopServer() {
    secrets.keySet().forEach(System::clearProperty);
    server.close();
  }

  private static String address(String kind) {
    return "rediss://" + server.hostAndPort() + "/events?broker=" + kind;
  }

  @Override
  protected Broker open() {
    return Brokers.open(address("stream"));
  }

  @Override
  protected boolean dropsRepeats() {
    return true;
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream", "list", "pubsub"})
  void whatTheDocumentationAsksForIsEnoughForGroupsListsAndChannels(String kind) {
    String topic = "topic-" + UUID.randomUUID();
    UUID producer = UUID.randomUUID();
    try (Broker broker = Brokers.open(address(kind));
        Publisher publisher = broker.publisher();
        Subscriber subscriber = broker.subscriber(Subscription.to(topic).inGroup("workers"))) {
      publisher.publish(topic, TestEvents.batch(producer, 0, "a"));
      var messages = TestEvents.receive(subscriber, 1);
      assertThat(TestEvents.texts(messages)).containsExactly("a");
      subscriber.acknowledge(messages);
      publisher.publishEnd(topic, TestEvents.batch(producer, 1, "end"));
      assertThat(TestEvents.texts(TestEvents.receive(subscriber, 1))).containsExactly("end");
    }
  }

  @Test
  void aWrongPasswordIsASentenceThatDoesNotRepeatIt() {
    ConnectorOptions options =
        ConnectorOptions.defaults()
            .withCredentials(any -> Optional.of(Credentials.ofPassword("wr0ng")));
    try (RedisServer closed = RedisServer.builder().password("right").start()) {
      StoreAddress address = StoreAddress.parse("redis://" + closed.hostAndPort() + "/events");
      assertThatExceptionOfType(BrokerException.class)
          .isThrownBy(() -> Brokers.open(address, options))
          .withMessageStartingWith(
              "The broker " + address + " cannot be opened: the server refuses the password")
          .satisfies(e -> assertThat(Throwables.getStackTrace(e)).doesNotContain("wr0ng"));
    }
  }
}
