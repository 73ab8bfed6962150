package dev.proxystore.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.connector.StreamableConnector.Download;
import dev.proxystore.connector.StreamableConnector.Upload;
import dev.proxystore.serialize.Descriptor;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every connector must do that takes and gives objects piece by piece. A connector's proof is
 * a class that extends this one and says how to open a connector.
 */
public abstract class StreamContract {
  private static final int MIB = 1 << 20;

  private StreamableConnector connector;

  /** A connector to the same store each time; the kit closes what it opens. */
  protected abstract Connector open();

  @BeforeEach
  final void openConnector() {
    connector = (StreamableConnector) open();
  }

  @AfterEach
  final void closeConnector() {
    connector.close();
  }

  private Key newKey(int consumers) {
    String id = connector.newId("stream-" + UUID.randomUUID());
    return connector.place(Key.ofStream(id, consumers), Set.of());
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static Key withLength(Key key, long length) {
    return new Key(key.id(), Descriptor.stream(length, OptionalInt.empty()), key.fanOut());
  }

  private static void write(Upload upload, byte[] bytes) {
    for (int start = 0; start < bytes.length; start += upload.pieceSize()) {
      upload.write(
          Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + upload.pieceSize())));
    }
  }

  private Key put(byte[] bytes, int consumers, Duration timeToLive) {
    Key key = newKey(consumers);
    try (Upload upload = connector.upload(key, timeToLive)) {
      write(upload, bytes);
      upload.commit();
    }
    return withLength(key, bytes.length);
  }

  private Key put(byte[] bytes) {
    return put(bytes, 1, Connector.UNLIMITED);
  }

  private byte[] read(Key key) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (Download download = connector.download(key).orElseThrow()) {
      assertThat(download.length()).isEqualTo(key.length());
      for (long at = 0; at < download.length(); at += download.pieceSize()) {
        int length = (int) Math.min(download.pieceSize(), download.length() - at);
        all.writeBytes(download.read(at, length));
      }
    }
    return all.toByteArray();
  }

  private List<String> listed() {
    List<String> ids = new ArrayList<>();
    ((ListableConnector) connector).list("stream-", ids::add);
    return ids;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, MIB - 1, MIB, MIB + 1, 4 * MIB, 4 * MIB + 1, 13 * MIB + 77})
  void whatIsWrittenInPiecesIsReadInPieces(int length) {
    byte[] bytes = random(length);
    Key key = put(bytes);
    assertThat(connector.exists(key)).isTrue();
    assertThat(Arrays.equals(read(key), bytes)).isTrue();
    connector.evict(key);
    assertThat(connector.exists(key)).isFalse();
    assertThat(connector.download(key)).isEmpty();
    assertThat(listed()).isEmpty();
  }

  @Test
  void nothingIsThereBeforeTheCommit() {
    Key key = newKey(1);
    try (Upload upload = connector.upload(key, Connector.UNLIMITED)) {
      write(upload, random(9 * MIB));
      assertThat(connector.exists(key)).isFalse();
      assertThat(connector.download(key)).isEmpty();
      upload.commit();
    }
    assertThat(connector.exists(key)).isTrue();
    connector.evict(withLength(key, 9 * MIB));
  }

  @Test
  void anUploadThatIsNotCommittedLeavesNothing() {
    Key key = newKey(1);
    Upload upload = connector.upload(key, Connector.UNLIMITED);
    write(upload, random(9 * MIB));
    upload.close();
    upload.close();
    assertThat(connector.exists(key)).isFalse();
    assertThat(listed()).isEmpty();
  }

  @Test
  void anUploadThatIsNotCommittedLeavesWhatWasUnderItsId() {
    byte[] before = random(2 * MIB + 5);
    Key key = put(before);
    try (Upload upload = connector.upload(key, Connector.UNLIMITED)) {
      write(upload, random(9 * MIB));
    }
    assertThat(Arrays.equals(read(key), before)).isTrue();
    connector.evict(key);
  }

  @Test
  void anUploadReplacesWhatWasUnderItsId() {
    Key before = put(random(9 * MIB));
    byte[] bytes = random(10 * MIB);
    try (Upload upload = connector.upload(before, Connector.UNLIMITED)) {
      write(upload, bytes);
      upload.commit();
    }
    Key key = withLength(before, bytes.length);
    assertThat(Arrays.equals(read(key), bytes)).isTrue();
    connector.evict(key);
    assertThat(listed()).isEmpty();
  }

  @Test
  void anyRangeIsReadOfWhatWasWrittenInPiecesAndOfWhatWasPut() {
    byte[] bytes = random(9 * MIB + 3);
    Key streamed = put(bytes);
    Key whole =
        connector.place(
            new Key(connector.newId("stream-whole"), Descriptor.of("bytes", bytes)), Set.of());
    connector.put(whole, bytes, Connector.UNLIMITED);
    for (Key key : List.of(streamed, whole)) {
      try (Download download = connector.download(key).orElseThrow()) {
        for (int position : new int[] {0, 1, MIB - 1, MIB, 4 * MIB - 1, 5 * MIB, 9 * MIB + 2}) {
          for (int length : new int[] {1, 2, MIB, 2 * MIB + 1}) {
            int count = Math.min(length, bytes.length - position);
            assertThat(
                    Arrays.equals(
                        download.read(position, count),
                        Arrays.copyOfRange(bytes, position, position + count)))
                .as("%d bytes at %d of %s", count, position, key)
                .isTrue();
          }
        }
      }
      connector.evict(key);
    }
  }

  @Test
  void anObjectThatGoesWhileItIsReadIsAnErrorOrReadOn() {
    byte[] bytes = random(9 * MIB);
    Key key = put(bytes);
    try (Download download = connector.download(key).orElseThrow()) {
      connector.evict(key);
      byte[] range;
      try {
        range = download.read(5 * MIB, MIB);
      } catch (ConnectorException e) {
        assertThat(e).hasMessageContaining(key.id());
        return;
      }
      assertThat(range).isEqualTo(Arrays.copyOfRange(bytes, 5 * MIB, 6 * MIB));
    }
  }

  @Test
  void anObjectGoesWhenItsTimeIsOver() {
    Key key = put(random(9 * MIB), 1, Duration.ofSeconds(1));
    await().atMost(Duration.ofSeconds(10)).until(() -> connector.download(key).isEmpty());
    assertThat(connector.exists(key)).isFalse();
  }

  @Test
  void anObjectWithTimeToLiveIsThereAllTheTime() {
    byte[] bytes = random(9 * MIB);
    Key key = put(bytes, 1, Duration.ofHours(1));
    assertThat(Arrays.equals(read(key), bytes)).isTrue();
    connector.evict(key);
    assertThat(listed()).isEmpty();
  }

  @Test
  void anObjectOfSeveralConsumersGoesWithTheLastOne() {
    if (!(connector instanceof ReleasableConnector releasable)) {
      return;
    }
    Key key = put(random(9 * MIB), 2, Connector.UNLIMITED);
    assertThat(releasable.release(List.of(key), ObjectConsumer.of("first"))).isEmpty();
    assertThat(releasable.release(List.of(key), ObjectConsumer.of("second"))).containsExactly(key);
    assertThat(connector.download(key)).isEmpty();
    assertThat(listed()).isEmpty();
  }

  @Test
  void anObjectThatIsNotThereIsAnEmptyAnswer() {
    assertThat(connector.download(withLength(newKey(1), 5))).isEmpty();
  }
}
