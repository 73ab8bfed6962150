package dev.proxystore.serialize;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Date;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the JDK brings is written and read without being allowed first. */
@SuppressWarnings({"JdkObsolete", "JavaUtilDate"}) // old types are stored too
final class KryoJdkTypesTest {
  private static final KryoSerializer SERIALIZER = KryoSerializer.allowing(List.of());
  private static final List<Integer> NUMBERS = List.of(3, 1, 2);
  private static final Map<String, Integer> COUNTS = Map.of("a", 1);

  static Stream<Object> values() {
    return Stream.of(
        "text",
        1,
        2L,
        'c',
        true,
        new BigInteger("123456789012345678901234567890"),
        new BigDecimal("1.500"),
        new UUID(1, -2),
        URI.create("redis://host/x"),
        Locale.GERMANY,
        new Date(5),
        BitSet.valueOf(new long[] {5, 9}),
        Duration.ofNanos(12_345_678_901L),
        Instant.ofEpochSecond(5, 999_999_999),
        LocalDate.of(2026, 2, 28),
        LocalTime.of(23, 59, 59, 1),
        LocalDateTime.of(2026, 1, 2, 3, 4),
        OffsetDateTime.of(2026, 1, 2, 3, 4, 5, 6, ZoneOffset.ofHours(-3)),
        ZonedDateTime.of(2026, 1, 2, 3, 4, 5, 6, ZoneId.of("Europe/Berlin")),
        ZoneId.of("Europe/Berlin"),
        ZoneOffset.UTC,
        Period.of(1, 2, 3),
        Year.of(2026),
        DayOfWeek.FRIDAY,
        Optional.of("x"),
        Optional.empty(),
        OptionalLong.of(4));
  }

  static Stream<Object> arrays() {
    return Stream.of(
        new byte[] {1},
        new boolean[] {true},
        new short[] {-1},
        new char[] {'ü'},
        new int[] {1, -1},
        new long[] {Long.MIN_VALUE},
        new float[] {0.5f},
        new double[] {Double.NaN},
        new int[][] {{1}, {}, {2, 3}},
        new char[][] {{'a'}},
        new int[][][] {{{7}}},
        new String[] {"a", null},
        new String[][] {{"a"}, null},
        new Integer[] {1, null},
        new UUID[] {new UUID(3, 4)},
        new LocalDate[][] {{LocalDate.EPOCH}},
        new Object[] {1, "two", new Object[] {3.0}});
  }

  static Stream<Object> collections() {
    return Stream.of(
        new ArrayList<>(NUMBERS),
        new LinkedList<>(NUMBERS),
        new LinkedHashSet<>(NUMBERS),
        new TreeSet<>(NUMBERS),
        new LinkedHashMap<>(COUNTS),
        new TreeMap<>(COUNTS),
        new ConcurrentHashMap<>(COUNTS),
        EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY),
        List.of(),
        List.of(1),
        NUMBERS,
        List.of(1, 2, 3, 4).subList(1, 3),
        Set.of(),
        Set.of(1),
        Set.of(1, 2, 3),
        Map.of(),
        COUNTS,
        Map.of(1, 2, 3, 4),
        Map.entry("key", 1),
        new AbstractMap.SimpleEntry<>("key", null),
        new AbstractMap.SimpleImmutableEntry<>("key", 1),
        Arrays.asList(1, null),
        Arrays.asList(1, 2, 3).subList(0, 2),
        new ArrayList<>(NUMBERS).subList(1, 3),
        new LinkedList<>(NUMBERS).subList(0, 1),
        Collections.emptyList(),
        Collections.emptySet(),
        Collections.emptyMap(),
        Collections.singletonList(1),
        Collections.singleton(1),
        Collections.singletonMap("a", 1),
        Stream.of(1, 2).toList());
  }

  static Stream<Object> unmodifiable() {
    return Stream.of(
        Collections.unmodifiableList(new ArrayList<>(NUMBERS)),
        Collections.unmodifiableList(new LinkedList<>(NUMBERS)),
        Collections.unmodifiableSet(new LinkedHashSet<>(NUMBERS)),
        Collections.unmodifiableSortedSet(new TreeSet<>(NUMBERS)),
        Collections.unmodifiableNavigableSet(new TreeSet<>(NUMBERS)),
        Collections.unmodifiableMap(new LinkedHashMap<>(COUNTS)),
        Collections.unmodifiableSortedMap(new TreeMap<>(COUNTS)),
        Collections.unmodifiableNavigableMap(new TreeMap<>(COUNTS)));
  }

  private static Object copy(Object value) {
    return SERIALIZER.deserialize(SERIALIZER.serialize(value));
  }

  @ParameterizedTest
  @MethodSource({"values", "arrays", "collections", "unmodifiable"})
  void comesBackEqual(Object value) {
    assertThat(copy(value)).isEqualTo(value);
  }

  @ParameterizedTest
  @MethodSource("unmodifiable")
  void aViewThatCannotBeChangedComesBackAsOne(Object view) {
    assertThat(copy(view)).hasSameClassAs(view);
  }

  @Test
  void collectionsWithoutEqualityComeBackWithTheirElements() {
    assertThat((Iterable<?>) copy(new ArrayDeque<>(NUMBERS)))
        .isInstanceOf(ArrayDeque.class)
        .extracting(each -> (Object) each)
        .containsExactlyElementsOf(NUMBERS);
    assertThat((Iterable<?>) copy(Collections.unmodifiableCollection(NUMBERS)))
        .extracting(each -> (Object) each)
        .containsExactlyElementsOf(NUMBERS);
  }

  @Test
  void ofAViewOnAListOnlyTheViewTravels() {
    List<byte[]> large = new ArrayList<>(List.of(new byte[10], new byte[1 << 20]));
    assertThat(SERIALIZER.serialize(large.subList(0, 1))).hasSizeLessThan(100);
  }

  @Test
  void whatRemainsInABufferComesBackOnTheHeapAndWritable() {
    ByteBuffer heap = ByteBuffer.wrap(new byte[] {9, 1, 2, 3, 9});
    heap.position(1).limit(4);
    ByteBuffer direct = ByteBuffer.allocateDirect(3).put(new byte[] {1, 2, 3}).flip();
    ByteBuffer little = direct.duplicate().order(ByteOrder.LITTLE_ENDIAN);

    for (ByteBuffer each : List.of(heap, heap.slice(), heap.asReadOnlyBuffer(), direct, little)) {
      ByteBuffer before = each.duplicate();
      ByteBuffer read = (ByteBuffer) copy(each);
      assertThat(read).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
      assertThat(read.order()).isEqualTo(each.order());
      assertThat(read.hasArray()).isTrue();
      assertThat(each).as("the buffer that was written").isEqualTo(before);
    }
  }
}
