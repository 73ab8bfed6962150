package dev.proxystore.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.config.Config;
import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.Credentials;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.hazelcast.testing.FreePort;
import dev.proxystore.hazelcast.testing.HazelcastMember;
import dev.proxystore.serialize.Descriptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client does where there is no cluster, or none any more. */
final class HazelcastClientsIT {
  private static final ConnectorOptions QUICK = ConnectorOptions.of(Map.of("timeout", "1s"));
  private static final ConnectorOptions STEADY = ConnectorOptions.of(Map.of("timeout", "3s"));
  private static final byte[] BYTES = {1, 2, 3};
  private static final Key KEY = new Key("id", Descriptor.of("bytes", BYTES));

  private static Connector open(String address, ConnectorOptions options) {
    return Connectors.open(StoreAddress.parse(address), options);
  }

  private static void assertFailsWithin(Duration most, ThrowingCallable work, String... parts) {
    long start = System.nanoTime();
    assertThatThrownBy(work)
        .isInstanceOf(ConnectorException.class)
        .hasMessageContainingAll(parts)
        .message()
        .doesNotContain("\n");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(most);
  }

  @Test
  void whereNobodyListensItIsASentenceWithinTenSecondsByDefault() throws IOException {
    String address = "hazelcast://127.0.0.1:" + FreePort.find() + "/frames";
    assertFailsWithin(
        Duration.ofSeconds(10),
        () -> open(address, ConnectorOptions.defaults()),
        address,
        "nothing listens",
        "refused",
        "5000 ms");
  }

  @Test
  void whereSomethingElseListensItIsASentence() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String address = "hazelcast://127.0.0.1:" + mute.getLocalPort() + "/frames";
      assertFailsWithin(Duration.ofSeconds(5), () -> open(address, QUICK), address, "or hangs");
    }
  }

  @Test
  void anUnknownHostIsASentence() {
    assertFailsWithin(
        Duration.ofSeconds(8),
        () -> open("hazelcast://no-such-host.invalid/frames", QUICK),
        "no-such-host.invalid:5701");
  }

  /** At once: Hazelcast's client asks until the timeout, and logs a stack trace each time. */
  @Test
  void aClusterOfAnotherNameIsNamedBeforeAClientIsStarted() {
    ConnectorOptions patient = ConnectorOptions.of(Map.of("timeout", "60s"));
    try (HazelcastMember member = HazelcastMember.start()) {
      String address = "hazelcast://" + member.address() + "/frames?cluster=other";
      assertFailsWithin(
          Duration.ofSeconds(10),
          () -> open(address, patient),
          "the member at " + member.address() + " lets no such client in",
          "no member of the cluster 'other'",
          "?cluster=name");
      assertThat(HazelcastClient.getAllHazelcastClients()).isEmpty();
    }
  }

  @Test
  void aMemberOfAnotherClusterIsLeftOutBesideOneOfTheRightOne() {
    try (HazelcastMember right = HazelcastMember.start();
        HazelcastMember wrong = HazelcastMember.start();
        Connector connector =
            open(
                "hazelcast://%s,%s/frames?cluster=%s"
                    .formatted(wrong.address(), right.address(), right.cluster()),
                STEADY)) {
      connector.put(KEY, BYTES, Connector.UNLIMITED);
      assertThat(right.instance().getMap("frames").size()).isEqualTo(1);
      assertThat(wrong.instance().getMap("frames").size()).isZero();
    }
  }

  @Test
  void credentialsAreSentAndNeverShown() {
    try (HazelcastMember member = HazelcastMember.start()) {
      ConnectorOptions options =
          QUICK.withCredentials(address -> Optional.of(Credentials.of("me", "s3cret")));
      // The open-source edition knows no users and refuses who says that he is one.
      assertThatThrownBy(() -> open(member.store("frames"), options))
          .isInstanceOf(ConnectorException.class)
          .hasMessageContaining("refuses the credentials")
          .message()
          .doesNotContain("s3cret", "me\"");
      assertThat(HazelcastOptions.of(StoreAddress.parse(member.store("f")), options).toString())
          .doesNotContain("s3cret");
    }
  }

  @Test
  @Timeout(60)
  void aLostClusterIsABoundedErrorAndFoundAgainWhenItIsBack() throws IOException {
    Config config = new Config().setClusterName("phoenix");
    int port = FreePort.find();
    HazelcastMember member = HazelcastMember.start(config, port);
    try (Connector connector = open(member.store("frames"), STEADY)) {
      connector.put(KEY, BYTES, Connector.UNLIMITED);
      member.kill();
      assertFailsWithin(
          Duration.ofSeconds(10), () -> connector.get(KEY), member.store("frames"), "object id");
      assertFailsWithin(
          Duration.ofSeconds(10),
          () -> connector.put(KEY, BYTES, Connector.UNLIMITED),
          "store the object id");
      assertFailsWithin(
          Duration.ofSeconds(10), () -> connector.exists(KEY), "look for the object id");
      try (HazelcastMember again = HazelcastMember.start(config, port)) {
        await()
            .atMost(Duration.ofSeconds(20))
            .ignoreExceptionsInstanceOf(ConnectorException.class)
            .until(() -> connector.get(KEY).isEmpty());
        connector.put(KEY, BYTES, Connector.UNLIMITED);
        assertThat(connector.get(KEY)).hasValue(BYTES);
        assertThat(again.instance().getMap("frames").size()).isEqualTo(1);
      }
    }
  }

  @Test
  @Timeout(60)
  void aMemberThatHangsIsABoundedError() {
    byte[] large = new byte[3 << 20];
    Key largeKey = new Key("large", Descriptor.of("bytes", large));
    try (HazelcastMember member = HazelcastMember.startProcess();
        Connector connector = open(member.store("frames"), STEADY)) {
      connector.put(largeKey, large, Connector.UNLIMITED);
      member.freeze();
      // On a busy machine it takes a moment until all of its threads stand still.
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> connector.get(KEY))
                      .isInstanceOf(ConnectorException.class));
      assertFailsWithin(Duration.ofSeconds(10), () -> connector.get(KEY), "object id");
      assertFailsWithin(
          Duration.ofSeconds(10),
          () -> connector.put(largeKey, large, Connector.UNLIMITED),
          "object large");
      member.thaw();
      await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptionsInstanceOf(ConnectorException.class)
          .untilAsserted(() -> assertThat(connector.get(largeKey)).hasValue(large));
    }
  }

  @Test
  void anInterruptIsAnErrorAndStays() {
    try (HazelcastMember member = HazelcastMember.start();
        Connector connector = open(member.store("frames"), STEADY)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> connector.put(KEY, BYTES, Connector.UNLIMITED))
          .isInstanceOf(ConnectorException.class)
          .hasMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
