package dev.proxystore.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.serialize.Descriptor;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every connector must do that makes checksums on the way. A connector's proof is a class that
 * extends this one and says how to open a connector.
 */
public abstract class SummingContract {
  private SummingConnector connector;

  /** A connector to the same store each time; the kit closes what it opens. */
  protected abstract Connector open();

  @BeforeEach
  final void openConnector() {
    connector = (SummingConnector) open();
  }

  @AfterEach
  final void closeConnector() {
    connector.close();
  }

  private static byte[] bytes(int size, int seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private Key newKey(byte[] bytes) {
    String id = connector.newId(UUID.randomUUID().toString());
    return new Key(id, Descriptor.unchecked("bytes", bytes));
  }

  private int put(Key key, byte[] bytes) {
    return connector.putSummed(key, bytes, Connector.UNLIMITED);
  }

  private static void assertSummed(SummedBytes found, byte[] expected) {
    assertThat(found.bytes()).isEqualTo(expected);
    assertThat(found.crc32c()).isEqualTo(Descriptor.checksum(expected));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 65_535, 65_536, 65_537, 131_071, 131_073, 1 << 20, (1 << 20) + 1, 5 << 20})
  void aSumIsThatOfAllBytesOfTheObject(int size) {
    byte[] bytes = bytes(size, size);
    Key key = newKey(bytes);
    assertThat(put(key, bytes)).isEqualTo(Descriptor.checksum(bytes));
    assertThat(connector.get(key)).hasValue(bytes);
    assertSummed(connector.getSummed(key).orElseThrow(), bytes);
    assertSummed(connector.takeSummed(key).orElseThrow(), bytes);
    assertThat(connector.exists(key)).isFalse();
  }

  @Test
  void sumsAreOfWhatIsThereAndComparedWithNothing() {
    byte[] bytes = bytes(100_000, 1);
    Key key = newKey(bytes);
    put(key, bytes);
    byte[] others = bytes(100_000, 2);
    assertThat(put(key, others)).isEqualTo(Descriptor.checksum(others));
    Key old = new Key(key.id(), Descriptor.of("bytes", bytes));
    assertSummed(connector.getSummed(old).orElseThrow(), others);
    assertSummed(connector.takeSummed(old).orElseThrow(), others);
  }

  @Test
  void anObjectThatIsMissingHasNoSum() {
    Key key = newKey(bytes(100_000, 1));
    assertThat(connector.getSummed(key)).isEmpty();
    assertThat(connector.takeSummed(key)).isEmpty();
  }

  @Test
  void sumsOfObjectsThatFollowEachOtherAreTheirOwn() {
    for (int i = 0; i < 20; i++) {
      byte[] bytes = bytes(i % 2 == 0 ? 10 : 200_000, i);
      Key key = newKey(bytes);
      assertThat(put(key, bytes)).isEqualTo(Descriptor.checksum(bytes));
      assertThat(connector.exists(key)).isTrue();
      assertSummed(connector.getSummed(key).orElseThrow(), bytes);
      connector.evict(key);
    }
  }

  @Test
  void anObjectWithSeveralConsumersAndATimeToLiveIsPutTheSameWay() {
    byte[] bytes = bytes(100_000, 1);
    Key plain = newKey(bytes);
    Key key = new Key(plain.id(), plain.descriptor(), 2);
    assertThat(connector.putSummed(key, bytes, Duration.ofMinutes(1)))
        .isEqualTo(Descriptor.checksum(bytes));
    assertSummed(connector.getSummed(key).orElseThrow(), bytes);
    connector.evict(key);
    assertThat(connector.getSummed(key)).isEmpty();
  }
}
