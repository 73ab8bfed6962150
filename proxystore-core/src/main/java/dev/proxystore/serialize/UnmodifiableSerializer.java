package dev.proxystore.serialize;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The views that {@code Collections.unmodifiable…} makes. Their fields are closed to reflection, so
 * the contents are written as a plain collection, which is wrapped anew when read.
 */
final class UnmodifiableSerializer extends Serializer<Object> {

  /** The views, each with a way to make it from a plain collection. */
  @SuppressWarnings({"ImmutableEnumChecker", "JdkObsolete"}) // the view of a list without indices
  enum Kind {
    COLLECTION(c -> Collections.unmodifiableCollection((Collection<?>) c), new ArrayList<>()),
    RANDOM_ACCESS_LIST(c -> Collections.unmodifiableList((List<?>) c), new ArrayList<>()),
    LIST(c -> Collections.unmodifiableList((List<?>) c), new LinkedList<>()),
    SET(c -> Collections.unmodifiableSet((LinkedHashSet<?>) c), new LinkedHashSet<>()),
    SORTED_SET(c -> Collections.unmodifiableSortedSet((SortedSet<?>) c), new TreeSet<>()),
    NAVIGABLE_SET(c -> Collections.unmodifiableNavigableSet((TreeSet<?>) c), new TreeSet<>()),
    MAP(c -> Collections.unmodifiableMap((LinkedHashMap<?, ?>) c), new LinkedHashMap<>()),
    SORTED_MAP(c -> Collections.unmodifiableSortedMap((SortedMap<?, ?>) c), new TreeMap<>()),
    NAVIGABLE_MAP(c -> Collections.unmodifiableNavigableMap((TreeMap<?, ?>) c), new TreeMap<>());

    private final UnaryOperator<Object> wrap;
    private final Class<?> type;

    Kind(UnaryOperator<Object> wrap, Object sample) {
      this.wrap = wrap;
      this.type = wrap.apply(sample).getClass();
    }

    Class<?> type() {
      return type;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Object plain(Object view) {
      return switch (this) {
        case COLLECTION, RANDOM_ACCESS_LIST -> new ArrayList<>((Collection<?>) view);
        case LIST -> new LinkedList<>((Collection<?>) view);
        case SET -> new LinkedHashSet<>((Collection<?>) view);
        case SORTED_SET, NAVIGABLE_SET -> new TreeSet((SortedSet) view);
        case MAP -> new LinkedHashMap<>((Map<?, ?>) view);
        case SORTED_MAP, NAVIGABLE_MAP -> new TreeMap((SortedMap) view);
      };
    }
  }

  private final Kind kind;

  UnmodifiableSerializer(Kind kind) {
    super(true, true);
    this.kind = kind;
  }

  @Override
  public void write(Kryo kryo, Output output, Object view) {
    kryo.writeClassAndObject(output, kind.plain(view));
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
    return kind.wrap.apply(kryo.readClassAndObject(input));
  }
}
