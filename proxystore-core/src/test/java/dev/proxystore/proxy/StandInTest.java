package dev.proxystore.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import dev.proxystore.serialize.KryoSerializer;
import dev.proxystore.store.Store;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Transparent stand-ins: act as the object, fetch on the first call, travel as the reference. */
final class StandInTest {
  private final Store store =
      Store.builder("local:stand-ins-" + UUID.randomUUID())
          .allow("dev.proxystore.proxy.StandInTest.*")
          .build();

  @AfterEach
  void close() {
    store.close();
  }

  /** What applications have: an interface, a class that implements it, and one without it. */
  interface Document {
    String text();

    default int length() {
      return text().length();
    }
  }

  static class Page implements Document, Serializable {
    private static final long serialVersionUID = 1L;
    private final String text;
    int views;

    Page(String text) {
      this.text = text;
    }

    @Override
    public String text() {
      return text;
    }

    void view() {
      views++;
    }

    protected int views() {
      return views;
    }

    void fail() {
      throw new UnsupportedOperationException("as it does");
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Page that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }

    @Override
    public String toString() {
      return "Page of " + text;
    }
  }

  /** Holds a stand-in in a field. */
  static class Shelf {
    Document document;
    int number;
  }

  @Test
  void anInterfaceIsStoodInForAndResolvedByTheFirstCall() {
    Proxy<Page> proxy = store.proxy(new Page("hello"));
    Document document = proxy.as(Document.class);
    assertThat(document).isInstanceOf(Document.class).isNotInstanceOf(Page.class);
    assertThat(proxy.isResolved()).isFalse();
    assertThat(document.text()).isEqualTo("hello");
    assertThat(document.length()).isEqualTo(5);
    assertThat(proxy.isResolved()).isTrue();
  }

  @Test
  void aClassIsStoodInForWithAllMethodsThatItsPackageSees() {
    Page page = store.proxy(new Page("hello")).as(Page.class);
    page.view();
    page.view();
    assertThat(page.views()).isEqualTo(2);
    assertThatThrownBy(page::fail)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("as it does");
  }

  @Test
  void typesOfTheJdkAreStoodInFor() {
    List<?> list = store.proxy(new ArrayList<>(List.of("a", "b"))).as(List.class);
    assertThat(list).hasToString("[a, b]").hasSize(2);
    Map<?, ?> map = store.proxy(new HashMap<>(Map.of("a", 1))).as(HashMap.class);
    assertThat(map.get("a")).isEqualTo(1);
    CharSequence text = store.proxy("hello").as(CharSequence.class);
    assertThat(text.subSequence(1, 3)).hasToString("el");
  }

  @Test
  void equalityHashAndTextAreThoseOfTheObject() {
    Page page = new Page("hello");
    Page first = store.proxy(page).as(Page.class);
    Page second = store.proxy(page).as(Page.class);
    assertThat(first).isEqualTo(page).isEqualTo(second).isNotEqualTo(new Page("other"));
    assertThat(first).hasSameHashCodeAs(page).hasToString("Page of hello");
  }

  @Test
  void whatCannotBeExtendedOrWouldBeSeenPastTheStandInIsRefusedWithTheReason() {
    Proxy<String> proxy = store.proxy("hello");
    assertThatThrownBy(() -> proxy.as(String.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Nothing can stand in for java.lang.String: the class is final. Use an interface of it, or Proxy<String> and resolve().");
    for (Class<?> type : List.of(int.class, byte[].class, Color.class, Point.class, Shape.class)) {
      assertThatThrownBy(() -> proxy.as(type)).hasMessageContaining("Nothing can stand in for");
    }
    assertThatThrownBy(() -> proxy.as(WithFinalMethod.class))
        .hasMessageContaining("its method id is final");
    assertThatThrownBy(() -> proxy.as(WithPublicField.class))
        .hasMessageContaining("its field id is public");
  }

  enum Color {
    RED
  }

  record Point(int x) {}

  sealed interface Shape {}

  record Circle() implements Shape {}

  static class WithFinalMethod {
    final int id() {
      return 1;
    }
  }

  static class WithPublicField {
    public int id = 1;
  }

  @Test
  void anObjectOfAnotherTypeIsAClearError() {
    Document document = store.proxy("hello").as(Document.class);
    assertThatThrownBy(document::text)
        .isInstanceOf(ProxyResolveException.class)
        .hasMessageContaining("expected " + Document.class.getTypeName())
        .hasMessageContaining("found java.lang.String");
  }

  @Test
  void aFetchThatFailedIsTriedAgainByTheNextCallAndOnceItSucceededNeverMore() {
    RecordingFactory<Page> factory =
        new RecordingFactory<>(() -> new Page("hello"))
            .failingFirstWith(new IllegalStateException("away"));
    Document document = Proxy.of(factory).as(Document.class);
    assertThatThrownBy(document::text).isInstanceOf(IllegalStateException.class).hasMessage("away");
    assertThat(Proxies.isResolved(document)).isFalse();
    assertThat(document.text()).isEqualTo("hello");
    assertThat(document.length()).isEqualTo(5);
    assertThat(factory.fetches()).isEqualTo(2);
  }

  @Test
  void proxiesLookBehindAStandInWithoutResolvingIt() {
    Proxy<Page> proxy = store.proxy(new Page("hello"));
    Page page = proxy.as(Page.class);
    assertThat(Proxies.proxyOf(page)).containsSame(proxy);
    assertThat(Proxies.isResolved(page)).isFalse();
    Page object = Proxies.extract(page);
    assertThat(object.getClass()).isEqualTo(Page.class);
    assertThat(Proxies.isResolved(page)).isTrue();
    assertThat(Proxies.resolveAsync(page)).isCompletedWithValue(object);
    assertThat(Proxies.proxyOf("plain")).isEmpty();
    assertThat(Proxies.extract("plain")).isEqualTo("plain");
    assertThat(Proxies.isResolved("plain")).isTrue();
    assertThat(Proxies.resolveAsync("plain")).isCompletedWithValue("plain");
  }

  @Test
  void aLockerKeepsAStandInFromBeingResolvedByAccident() throws Exception {
    Page page = store.proxy(new Page("hello")).as(Page.class);
    ProxyLocker<Page> locker = Proxies.lock(page);
    assertThat(locker).isEqualTo(Proxies.lock(page)).hasSameHashCodeAs(Proxies.lock(page));
    assertThat(locker.toString()).contains("local:").doesNotContain("hello");
    ProxyLocker<Page> copy = javaCopy(locker);
    assertThat(Proxies.isResolved(page)).isFalse();
    assertThat(Proxies.isResolved(copy.unlock())).isFalse();
    assertThat(copy.unlock().text()).isEqualTo("hello");
    assertThat(locker.unlock()).isSameAs(page);
    assertThatThrownBy(() -> Proxies.lock("plain")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void javaSerialisationCarriesTheReferenceResolvedOrNot() throws Exception {
    Page page = store.proxy(new Page("hello")).as(Page.class);
    assertThat(page.text()).isEqualTo("hello");
    Page copy = javaCopy(page);
    assertThat(Proxies.isResolved(copy)).isFalse();
    assertThat(Proxies.proxyOf(copy)).isEqualTo(Proxies.proxyOf(page));
    assertThat(copy.text()).isEqualTo("hello");
  }

  @SuppressWarnings({"unchecked", "BanSerializableRead"})
  private static <T> T javaCopy(T object) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }

  @Test
  void kryoCarriesTheReferenceAlsoInAField() {
    Shelf shelf = new Shelf();
    shelf.document = store.proxy(new Page("hello")).as(Document.class);
    shelf.number = 7;
    KryoSerializer kryo = KryoSerializer.allowing(List.of("dev.proxystore.proxy.StandInTest.*"));
    Shelf copy = (Shelf) kryo.deserialize(kryo.serialize(shelf));
    assertThat(copy.number).isEqualTo(7);
    assertThat(Proxies.isResolved(copy.document)).isFalse();
    assertThat(copy.document.text()).isEqualTo("hello");
    assertThat(copy.document).isNotInstanceOf(Page.class);
  }

  @Test
  void anyKryoWithTheResolverCarriesStandInsAndAnotherSaysWhatToDo() {
    Document document = store.proxy(new Page("hello")).as(Document.class);
    Kryo kryo = new Kryo(new StandInClassResolver(), null);
    kryo.setRegistrationRequired(false);
    Output output = new Output(100, -1);
    kryo.writeClassAndObject(output, document);
    Document copy = (Document) kryo.readClassAndObject(new Input(output.toBytes()));
    assertThat(copy.text()).isEqualTo("hello");
    assertThat(Proxies.isResolved(kryo.copy(document))).isFalse();
    Kryo plain = new Kryo();
    plain.setRegistrationRequired(false);
    assertThatThrownBy(() -> plain.writeClassAndObject(new Output(100, -1), document))
        .isInstanceOf(KryoException.class)
        .hasMessageContaining("StandInClassResolver");
  }
}
