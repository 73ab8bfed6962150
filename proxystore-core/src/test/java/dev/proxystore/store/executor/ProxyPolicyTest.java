package dev.proxystore.store.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.proxystore.store.Store;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which objects travel as proxies. */
final class ProxyPolicyTest {
  private final Store store = Store.builder("local:policies").withoutCache().build();

  @AfterEach
  void close() {
    store.close();
  }

  private boolean chosen(ProxyPolicy policy, Object value) {
    return Choice.toPut(store, value, policy) != null;
  }

  @Test
  void allOrNone() {
    assertThat(chosen(ProxyPolicy.always(), "text")).isTrue();
    assertThat(chosen(ProxyPolicy.never(), "text")).isFalse();
  }

  @Test
  void byTypeTakesSubclassesToo() {
    ProxyPolicy policy = ProxyPolicy.byType(CharSequence.class, byte[].class);
    assertThat(chosen(policy, "text")).isTrue();
    assertThat(chosen(policy, new byte[1])).isTrue();
    assertThat(chosen(policy, 1)).isFalse();
    assertThat(chosen(ProxyPolicy.byType(), "text")).isFalse();
  }

  @Test
  void bySizeTakesWhatIsStoredInSoManyBytesOrMore() {
    ProxyPolicy policy = ProxyPolicy.bySize(4);
    assertThat(chosen(policy, "abc")).isFalse();
    assertThat(chosen(policy, "abcd")).isTrue();
    assertThat(chosen(policy, "äö")).as("two bytes each").isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProxyPolicy.bySize(-1))
        .withMessageContaining("0 or more, found -1");
  }

  @Test
  void policiesAreCombined() {
    ProxyPolicy large = ProxyPolicy.bySize(4);
    ProxyPolicy texts = ProxyPolicy.byType(String.class);
    assertThat(chosen(large.and(texts), "abcd")).isTrue();
    assertThat(chosen(large.and(texts), new byte[4])).isFalse();
    assertThat(chosen(large.or(texts), "abc")).isTrue();
    assertThat(chosen(large.or(texts), new byte[3])).isFalse();
    assertThat(chosen(texts.not(), new byte[3])).isTrue();
    assertThat(chosen(texts.not(), "abc")).isFalse();
  }

  @Test
  void whatASizeWasAskedOfIsSerialisedOnceAndWhatAnotherPolicyDecidesNotAtAll() {
    CountingSerializer counting = new CountingSerializer();
    try (Store counted =
        Store.builder("local:counted").serializer(counting).withoutCache().build()) {
      Object toPut = Choice.toPut(counted, List.of("a"), ProxyPolicy.bySize(1));
      counted.put(toPut);
      assertThat(counting.serialized()).isEqualTo(1);
      ProxyPolicy typeFirst = ProxyPolicy.byType(String.class).and(ProxyPolicy.bySize(1));
      assertThat(Choice.toPut(counted, List.of("a"), typeFirst)).isNull();
      assertThat(counting.serialized()).isEqualTo(1);
    }
  }

  @Test
  void proxiesStandInsAndNothingTravelAsTheyAre() {
    assertThat(chosen(ProxyPolicy.always(), store.proxy("text"))).isFalse();
    assertThat(chosen(ProxyPolicy.always(), store.proxy("text").as(CharSequence.class))).isFalse();
    assertThat(Choice.toPut(store, null, ProxyPolicy.always())).isNull();
  }

  @Test
  void policiesTravelToWhereResultsAreChosen() throws Exception {
    ProxyPolicy policy = ProxyPolicy.byType(String.class).and(ProxyPolicy.bySize(4).not());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(policy);
    }
    ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    ProxyPolicy received = (ProxyPolicy) in.readObject();
    assertThat(chosen(received, "abc")).isTrue();
    assertThat(chosen(received, "abcd")).isFalse();
  }
}
