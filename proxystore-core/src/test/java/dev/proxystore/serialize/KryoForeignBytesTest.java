package dev.proxystore.serialize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that were cut, changed or made by something else, with a fixed seed. */
final class KryoForeignBytesTest {
  private static final int CHANGES = 1000;

  /** The class and the reference before it take a byte each. */
  private static final int LENGTH_AT = 2;

  private static final int DEEP = 100_000;

  private static final KryoSerializer SERIALIZER =
      KryoSerializer.allowing(List.of("dev.proxystore.serialize.KryoForeignBytesTest.*"));

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Sample(String text, int[] numbers, List<Map<String, UUID>> ids, Object[] more) {}

  private static byte[] sample() {
    Map<String, UUID> ids = new HashMap<>(Map.of("ünïcode", new UUID(1, 2), "b", new UUID(3, 4)));
    Object[] more = {Instant.EPOCH, ByteBuffer.allocate(9), Set.of(1), new String[] {"x", "yy"}};
    return SERIALIZER.serialize(
        new Sample("some text", new int[] {1, 2, 300}, new ArrayList<>(List.of(ids)), more));
  }

  private static boolean isRead(byte[] bytes) {
    return SerializerContract.isRead(SERIALIZER, bytes);
  }

  @Test
  void aPayloadCutAtAnyLengthIsRefused() {
    byte[] whole = sample();
    assertThat(isRead(whole.clone())).isTrue();
    for (int length = 0; length < whole.length; length++) {
      assertThat(isRead(Arrays.copyOf(whole, length))).as("cut to %d", length).isFalse();
    }
  }

  @Test
  void aFlippedBitGivesAnObjectOrARefusal() {
    byte[] whole = sample();
    for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
      isRead(flipped);
    }
    assertThat(isRead(whole)).as("the serializer still reads").isTrue();
  }

  @Test
  void randomChangesGiveAnObjectOrARefusal() {
    Random random = new Random(7);
    byte[] whole = sample();
    int refused = 0;
    for (int i = 0; i < CHANGES; i++) {
      byte[] changed = whole.clone();
      for (int j = random.nextInt(8); j >= 0; j--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      refused += isRead(changed) ? 0 : 1;
    }
    assertThat(refused).isBetween(CHANGES / 10, CHANGES);
    assertThat(isRead(whole)).as("the serializer still reads").isTrue();
  }

  @Test
  void arraysInArraysThatAllClaimTheSameBytesAreRefusedBeforeTheyAreMade() {
    byte[] array = Arrays.copyOf(SERIALIZER.serialize(new Object[3]), LENGTH_AT);
    byte[] bomb = new byte[100_000];
    for (int depth = 0; depth < 200; depth++) {
      int at = depth * (LENGTH_AT + 3);
      System.arraycopy(array, 0, bomb, at, LENGTH_AT);
      int claimed = 90_000;
      bomb[at + LENGTH_AT] = (byte) ((claimed & 0x7f) | 0x80);
      bomb[at + LENGTH_AT + 1] = (byte) (((claimed >> 7) & 0x7f) | 0x80);
      bomb[at + LENGTH_AT + 2] = (byte) (claimed >> 14);
    }
    assertThatThrownBy(() -> SERIALIZER.deserialize(bomb))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("elements in all, found 100000 bytes");
  }

  @Test
  void aLengthBeyondTheBytesIsRefusedBeforeAnythingOfItIsMade() {
    for (Object value :
        List.of(
            new byte[3],
            new int[3],
            new double[3],
            "ünï",
            new Object[3],
            new String[3],
            new Sample[3],
            new ArrayList<>(List.of(1, 2)),
            List.of(1, 2, 3),
            new HashMap<>(Map.of(1, 2)))) {
      byte[] bytes = SERIALIZER.serialize(value);
      byte[] huge = new byte[bytes.length + 4];
      System.arraycopy(bytes, 0, huge, 0, LENGTH_AT);
      Arrays.fill(huge, LENGTH_AT, LENGTH_AT + 4, (byte) 0xff);
      huge[LENGTH_AT + 4] = 0x07;
      assertThatThrownBy(() -> SERIALIZER.deserialize(huge))
          .as(value.getClass().getSimpleName())
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining("elements, found");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 16, 256, 4096})
  void randomBytesGiveAnObjectOrARefusal(int size) {
    Random random = new Random(size);
    for (int i = 0; i < 150; i++) {
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      isRead(bytes);
    }
    assertThat(isRead(sample())).as("the serializer still reads").isTrue();
  }

  @Test
  void anObjectThatIsNestedTooDeeplyIsRefusedWhenWritten() {
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < DEEP; i++) {
      List<Object> around = new ArrayList<>();
      around.add(list);
      list = around;
    }
    Object deep = list;
    assertThatThrownBy(() -> SERIALIZER.serialize(deep))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("nested too deeply");
  }

  @Test
  void anObjectThatIsNestedTooDeeplyIsRefusedWhenRead() {
    byte[] one = SERIALIZER.serialize(new ArrayList<>(List.of(new ArrayList<>())));
    byte[] none = SERIALIZER.serialize(new ArrayList<>());
    int level = one.length - none.length;
    ByteBuffer bytes = ByteBuffer.allocate(DEEP * level + none.length);
    for (int i = 0; i < DEEP; i++) {
      bytes.put(one, 0, level);
    }
    assertThatThrownBy(() -> SERIALIZER.deserialize(bytes.put(none).array()))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("nested too deeply");
  }
}
