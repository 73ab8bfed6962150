package dev.proxystore.serialize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.StoreFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class KryoSerializerTest extends SerializerContract {
  private static final KryoSerializer SERIALIZER =
      KryoSerializer.allowing(List.of("dev.proxystore.serialize.KryoSerializerTest.*"));

  enum Colour {
    RED,
    GREEN {
      @Override
      String shade() {
        return "light";
      }
    };

    String shade() {
      return "dark";
    }
  }

  record Frame(int number, String title, List<Double> weights, Optional<Colour> colour) {}

  record Pair<A, B>(A first, @Nullable B second) {}

  static final class Node {
    final String name;
    @Nullable Node next;

    Node(String name) {
      this.name = name;
    }
  }

  record Envelope(String topic, Proxy<String> payload) {}

  @Override
  protected Serializer serializer() {
    return SERIALIZER;
  }

  @Override
  protected List<Object> samples() {
    Map<String, List<Pair<Integer, Frame>>> nested = new HashMap<>();
    nested.put("a", new ArrayList<>(List.of(new Pair<>(1, frame()), new Pair<>(2, null))));
    return List.of(frame(), new Pair<>("left", null), nested, new ArrayList<>(List.of(1, "two")));
  }

  private static Frame frame() {
    return new Frame(7, "title", List.of(1.5, -2.0), Optional.of(Colour.GREEN));
  }

  @Override
  protected Object refused() {
    return Pattern.compile("not listed");
  }

  @Override
  protected List<byte[]> foreign() {
    byte[] valid = SERIALIZER.serialize(new ArrayList<>(List.of(1, 2, 3)));
    byte[] longer = Arrays.copyOf(valid, valid.length + 1);
    byte[] shorter = Arrays.copyOf(valid, valid.length - 1);
    return List.of(new byte[0], new byte[] {0}, new byte[] {(byte) 0xff}, longer, shorter);
  }

  @SuppressWarnings("unchecked")
  private static <T> T copy(T value) {
    return (T) SERIALIZER.deserialize(SERIALIZER.serialize(value));
  }

  @Test
  void anEnumConstantComesBackAsItself() {
    assertThat(copy(Colour.RED)).isSameAs(Colour.RED);
    assertThat(copy(Colour.GREEN)).isSameAs(Colour.GREEN);
  }

  @Test
  void aClassWithoutAConstructorForItComesBackWithItsCycles() {
    Node first = new Node("first");
    first.next = new Node("second");
    first.next.next = first;

    Node read = copy(first);
    assertThat(read.name).isEqualTo("first");
    assertThat(read.next).extracting(node -> node.name).isEqualTo("second");
    assertThat(read.next).extracting(node -> node.next).isSameAs(read);
  }

  @Test
  void oneInstanceInTwoPlacesStaysOne() {
    Node shared = new Node("shared");
    Pair<Node, Node> read = copy(new Pair<>(shared, shared));
    assertThat(read.first()).isSameAs(read.second());
  }

  @Test
  void aListThatHoldsItselfComesBack() {
    List<Object> list = new ArrayList<>();
    list.add(list);
    List<Object> read = copy(list);
    assertThat(read.get(0)).isSameAs(read);
  }

  @Test
  void arraysOfAllowedClassesAreAllowed() {
    Frame[][] frames = {{frame()}, {}};
    assertThat(copy(frames)).isDeepEqualTo(frames);
    assertThat(copy(new Colour[] {Colour.GREEN})).containsExactly(Colour.GREEN);
  }

  @Test
  void aProxyInsideAnObjectTravelsAsItsAddress() {
    Key key = new Key("x", new Descriptor("utf8", 1, OptionalInt.empty()));
    StoreAddress nobodysStore = StoreAddress.parse("unknown-scheme:nowhere");
    Proxy<String> proxy = Proxy.of(new StoreFactory<>(nobodysStore, key, OnResolve.EVICT));

    Envelope read = copy(new Envelope("frames", proxy));
    assertThat(read).isEqualTo(new Envelope("frames", proxy));
    assertThat(read.payload().isResolved()).isFalse();
    assertThat(read.payload().toUri()).isEqualTo(proxy.toUri());
  }

  @Test
  void aMegabyteComesBack() {
    int[] large = IntStream.range(0, 1 << 20).toArray();
    assertThat(copy(large)).isEqualTo(large);
  }
}
