package dev.proxystore.flink.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.flink.sink.ProxyCommittable.Begin;
import dev.proxystore.flink.sink.ProxyCommittable.Complete;
import dev.proxystore.flink.sink.ProxyCommittable.End;
import dev.proxystore.flink.sink.ProxyCommittable.Events;
import dev.proxystore.stream.event.EventBatch;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The bytes of version 1 are read for ever. */
class SerializersTest {
  private static final String ID = "00000000000000010000000000000002";
  private static final String NUMBERS = ID + "00000001" + "000161" + "0000000000000007";
  private static final String EVENTS =
      "00" + "000161" + ID + "0000000000000005" + "00000002" + "00000001" + "a7" + "00000000";
  private static final String END = "01" + "00000001" + NUMBERS;
  private static final String BEGIN = "02" + "0002" + "702e" + "0000000000000009" + "0001" + "6d";
  private static final String COMPLETE = "03" + "0002" + "702e" + "0001" + "6d";
  private static final String STATE_1 =
      ID + NUMBERS + "0002" + "702e" + "0000000000000009" + "00000001" + NUMBERS;
  private static final String STATE = STATE_1 + "00000001" + "0001" + "77" + "0000000000000003";

  private final ProducerNumbers numbers =
      new ProducerNumbers(new UUID(1, 2), new TreeMap<>(Map.of("a", 7L)));
  private final ProxyCommittableSerializer committables = new ProxyCommittableSerializer();
  private final ProxyWriterStateSerializer states = new ProxyWriterStateSerializer();

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void eventsToCommitAreTheseBytes() throws Exception {
    EventBatch batch =
        new EventBatch(new UUID(1, 2), 5, List.of(new byte[] {(byte) 0xa7}, new byte[0]));
    assertThat(hex(committables.serialize(new Events("a", batch)))).isEqualTo(EVENTS);
    Events read = (Events) committables.deserialize(1, bytes(EVENTS));
    assertThat(read.topic()).isEqualTo("a");
    assertThat(read.batch().producer()).isEqualTo(new UUID(1, 2));
    assertThat(read.batch().firstSequence()).isEqualTo(5);
    assertThat(read.batch().frames()).containsExactly(new byte[] {(byte) 0xa7}, new byte[0]);
  }

  @Test
  void theEndOfAWriterIsTheseBytes() throws Exception {
    End end = new End(List.of(numbers));
    assertThat(hex(committables.serialize(end))).isEqualTo(END);
    assertThat(committables.deserialize(1, bytes(END))).isEqualTo(end);
  }

  @Test
  void whatIsKnownOfTheObjectsOfAWriterIsTheseBytes() throws Exception {
    Begin begin = new Begin("p.", 9, "m");
    assertThat(hex(committables.serialize(begin))).isEqualTo(BEGIN);
    assertThat(committables.deserialize(1, bytes(BEGIN))).isEqualTo(begin);
    Complete complete = new Complete("p.", "m");
    assertThat(hex(committables.serialize(complete))).isEqualTo(COMPLETE);
    assertThat(committables.deserialize(1, bytes(COMPLETE))).isEqualTo(complete);
  }

  @Test
  void theStateOfAWriterIsTheseBytes() throws Exception {
    ProxyWriterState state =
        new ProxyWriterState(new UUID(1, 2), numbers, "p.", 9, Map.of("w", 3L), List.of(numbers));
    assertThat(hex(states.serialize(state))).isEqualTo(STATE);
    assertThat(states.deserialize(2, bytes(STATE))).isEqualTo(state);
  }

  @Test
  void theStateOfAWriterOfVersion1IsRead() throws Exception {
    assertThat(states.deserialize(1, bytes(STATE_1)))
        .isEqualTo(
            new ProxyWriterState(new UUID(1, 2), numbers, "p.", 9, Map.of(), List.of(numbers)));
  }

  @Test
  void aNewerVersionIsRefusedWithWhatToDo() {
    assertThatThrownBy(() -> states.deserialize(3, bytes(STATE)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Expected a state of a proxy sink's writer of version 2, found");
    for (String committable : List.of(EVENTS, END, BEGIN, COMPLETE)) {
      assertThatThrownBy(() -> committables.deserialize(2, bytes(committable)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Expected a committable of a proxy sink of version 1, found")
          .hasMessageContaining("restore it with the release that wrote it");
    }
  }

  @Test
  void cutBytesAreRefused() {
    assertThatThrownBy(() -> committables.deserialize(1, bytes(EVENTS.substring(2))))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> states.deserialize(2, bytes(STATE + "00")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("found 1 more");
  }
}
