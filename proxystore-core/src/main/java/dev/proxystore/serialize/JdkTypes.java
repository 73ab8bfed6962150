package dev.proxystore.serialize;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.serializers.DefaultSerializers;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.proxy.StandIn;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The types that every {@link KryoSerializer} writes and reads: value types of the JDK, arrays of
 * them, collections, and proxies. A type's place in these lists is its number in stored bytes:
 * append, never insert.
 */
final class JdkTypes {
  private JdkTypes() {}

  static void register(Kryo kryo) {
    kryo.addDefaultSerializer(UUID.class, DefaultSerializers.UUIDSerializer.class);
    kryo.addDefaultSerializer(URI.class, DefaultSerializers.URISerializer.class);
    kryo.addDefaultSerializer(ByteBuffer.class, new ByteBufferSerializer());
    for (UnmodifiableSerializer.Kind kind : UnmodifiableSerializer.Kind.values()) {
      kryo.addDefaultSerializer(kind.type(), new UnmodifiableSerializer(kind));
    }
    for (Class<?> type : subLists()) {
      kryo.addDefaultSerializer(type, new SubListSerializer());
    }
    entry(kryo, AbstractMap.SimpleEntry::new);
    entry(kryo, AbstractMap.SimpleImmutableEntry::new);
    entry(kryo, Map::entry);
    types().forEach(kryo::register);
  }

  private static void entry(Kryo kryo, BinaryOperator<Object> maker) {
    kryo.addDefaultSerializer(maker.apply(0, 0).getClass(), new EntrySerializer(maker));
  }

  /** The names of these types and of those that Kryo registers by itself. */
  static Set<String> names() {
    Stream<Class<?>> boxes =
        Stream.of(
            Boolean.class,
            Byte.class,
            Short.class,
            Character.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            String.class,
            Object.class);
    Stream<String> primitives = "ZBSCIJFD".chars().mapToObj(Character::toString);
    return Stream.concat(primitives, Stream.concat(types(), boxes).map(Class::getName))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Stream<Class<?>> types() {
    return Stream.of(
            values(),
            arrays(),
            collections(),
            immutables(),
            Arrays.stream(UnmodifiableSerializer.Kind.values()).map(k -> k.type()),
            subLists().stream(),
            Stream.of(
                EnumSet.class,
                ZoneId.of("Europe/Paris").getClass(),
                Map.entry(0, 0).getClass(),
                StandIn.class))
        .flatMap(group -> group);
  }

  private static Stream<Class<?>> values() {
    return Stream.of(
        Proxy.class,
        UUID.class,
        BigInteger.class,
        BigDecimal.class,
        URI.class,
        Locale.class,
        Date.class,
        BitSet.class,
        Duration.class,
        Instant.class,
        LocalDate.class,
        LocalTime.class,
        LocalDateTime.class,
        ZoneOffset.class,
        OffsetTime.class,
        OffsetDateTime.class,
        ZonedDateTime.class,
        Year.class,
        YearMonth.class,
        MonthDay.class,
        Period.class,
        DayOfWeek.class,
        Month.class,
        TimeUnit.class,
        Optional.class,
        OptionalInt.class,
        OptionalLong.class,
        OptionalDouble.class,
        StringBuilder.class,
        ByteBuffer.allocate(0).getClass(),
        ByteBuffer.allocate(0).asReadOnlyBuffer().getClass(),
        ByteBuffer.allocateDirect(0).getClass());
  }

  private static Stream<Class<?>> arrays() {
    return Stream.of(
        byte[].class,
        short[].class,
        int[].class,
        long[].class,
        char[].class,
        float[].class,
        double[].class,
        boolean[].class,
        String[].class,
        Object[].class,
        byte[][].class,
        int[][].class,
        long[][].class,
        float[][].class,
        double[][].class,
        double[][][].class,
        float[][][].class);
  }

  private static Stream<Class<?>> collections() {
    return Stream.of(
        ArrayList.class,
        LinkedList.class,
        ArrayDeque.class,
        PriorityQueue.class,
        HashSet.class,
        LinkedHashSet.class,
        TreeSet.class,
        HashMap.class,
        LinkedHashMap.class,
        TreeMap.class,
        ConcurrentHashMap.class,
        AbstractMap.SimpleEntry.class,
        AbstractMap.SimpleImmutableEntry.class);
  }

  @SuppressWarnings("JdkObsolete") // its view is the one of all lists without indices
  private static List<Class<?>> subLists() {
    return List.of(
        new ArrayList<>(List.of(0)).subList(0, 1).getClass(),
        Arrays.asList(0).subList(0, 1).getClass(),
        new LinkedList<>(List.of(0)).subList(0, 1).getClass());
  }

  private static Stream<Class<?>> immutables() {
    return Stream.of(
            Arrays.asList(),
            Collections.emptyList(),
            Collections.emptySet(),
            Collections.emptyMap(),
            Collections.singletonList(0),
            Collections.singleton(0),
            Collections.singletonMap(0, 0),
            List.of(),
            List.of(0),
            List.of(0, 1, 2).subList(0, 1),
            Set.of(),
            Set.of(0),
            Map.of(),
            Map.of(0, 0))
        .map(Object::getClass);
  }
}
