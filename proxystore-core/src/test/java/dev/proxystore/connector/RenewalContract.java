package dev.proxystore.connector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.serialize.Descriptor;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every connector must do that can give objects a new time to live. A connector's proof is a
 * class that extends this one and says how to open a connector.
 */
public abstract class RenewalContract {
  private static final byte[] BYTES = "bytes".getBytes(UTF_8);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofHours(1);

  private RenewableConnector connector;

  /** A connector to the same store each time; the kit closes what it opens. */
  protected abstract Connector open();

  /** A size, in bytes, of objects that the connector splits. */
  protected int largeSize() {
    return 3 * (1 << 20) + 12345;
  }

  @BeforeEach
  final void openConnector() {
    connector = (RenewableConnector) open();
  }

  @AfterEach
  final void closeConnector() {
    connector.close();
  }

  private Key put(byte[] bytes, int consumers, Duration timeToLive) {
    String id = connector.newId(UUID.randomUUID().toString());
    Key key = new Key(id, Descriptor.of("bytes", bytes), consumers);
    connector.put(key, bytes, timeToLive);
    return key;
  }

  private void awaitGone(Key key) {
    await().atMost(Duration.ofSeconds(10)).until(() -> connector.get(key).isEmpty());
  }

  @Test
  void aRenewedObjectOutlivesOneThatIsNot() {
    Key renewed = put(BYTES, 1, SHORT);
    Key left = put(BYTES, 1, SHORT);
    assertThat(connector.renew(List.of(renewed), LONG)).containsExactly(renewed);
    awaitGone(left);
    assertThat(connector.get(renewed)).hasValue(BYTES);
    connector.evict(renewed);
  }

  @Test
  void anObjectIsRenewedAsOftenAsOneLikesForTheSameTime() {
    Key key = put(BYTES, 1, LONG);
    for (int i = 0; i < 3; i++) {
      assertThat(connector.renew(List.of(key), LONG)).containsExactly(key);
    }
    assertThat(connector.get(key)).hasValue(BYTES);
    connector.evict(key);
  }

  @Test
  void anObjectGoesWhenItsNewTimeIsOverBeItShorter() {
    Key limited = put(BYTES, 1, LONG);
    Key unlimited = put(BYTES, 1, Connector.UNLIMITED);
    assertThat(connector.renew(List.of(limited, unlimited), Duration.ofMillis(300)))
        .containsExactlyInAnyOrder(limited, unlimited);
    awaitGone(limited);
    awaitGone(unlimited);
  }

  @Test
  void aLargeObjectIsRenewedWithAllItsParts() {
    byte[] bytes = new byte[largeSize()];
    new Random(1).nextBytes(bytes);
    Key renewed = put(bytes, 1, SHORT);
    Key left = put(bytes, 1, SHORT);
    assertThat(connector.renew(List.of(renewed), LONG)).containsExactly(renewed);
    awaitGone(left);
    assertThat(connector.get(renewed).orElseThrow()).isEqualTo(bytes);
    connector.evict(renewed);
  }

  @Test
  void whatIsGoneStaysGoneAndIsNotAnswered() {
    Key evicted = put(BYTES, 1, LONG);
    connector.evict(evicted);
    Key over = put(BYTES, 1, Duration.ofMillis(1));
    awaitGone(over);
    Key there = put(BYTES, 1, LONG);
    assertThat(connector.renew(List.of(evicted, there, over), LONG)).containsExactly(there);
    assertThat(connector.exists(evicted)).isFalse();
    assertThat(connector.exists(over)).isFalse();
    connector.evict(there);
  }

  @Test
  void whatIsEvictedAfterItWasRenewedDoesNotLimitWhatIsPutUnderItsId() {
    Key key = put(BYTES, 1, LONG);
    connector.renew(List.of(key), Duration.ofSeconds(2));
    connector.put(key, BYTES, Connector.UNLIMITED);
    Key limited = put(BYTES, 1, Duration.ofSeconds(2));
    awaitGone(limited);
    assertThat(connector.get(key)).hasValue(BYTES);
    connector.evict(key);
  }

  @Test
  void whoHasReleasedAnObjectIsKeptWhenItIsRenewed() {
    if (!(connector instanceof ReleasableConnector releasable)) {
      return;
    }
    Key key = put(BYTES, 2, SHORT);
    Key left = put(BYTES, 2, SHORT);
    assertThat(releasable.release(List.of(key), ObjectConsumer.of("first"))).isEmpty();
    assertThat(connector.renew(List.of(key), LONG)).containsExactly(key);
    awaitGone(left);
    assertThat(releasable.release(List.of(key), ObjectConsumer.of("second"))).containsExactly(key);
    assertThat(connector.exists(key)).isFalse();
  }

  @Test
  void nothingIsRenewedOfNoKeys() {
    assertThat(connector.renew(List.of(), LONG)).isEmpty();
  }
}
