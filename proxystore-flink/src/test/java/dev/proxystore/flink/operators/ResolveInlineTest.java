package dev.proxystore.flink.operators;

import static dev.proxystore.flink.testutils.Mailboxes.workOnce;
import static dev.proxystore.flink.testutils.Mailboxes.workUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.flink.ProxyResolveOptions.Mode;
import dev.proxystore.flink.ProxyResolveOptions.Release;
import dev.proxystore.flink.ResolveFunction;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.proxy.ProxyResolveException;
import dev.proxystore.serialize.KryoSerializer;
import dev.proxystore.serialize.Serializers;
import dev.proxystore.store.InlineFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects that travel inside their proxies. */
class ResolveInlineTest extends ResolveTask {
  private static final ProxyResolveOptions OPTIONS =
      ProxyResolveOptions.defaults().setRelease(Release.EVICT);
  private static final Serializers JDK =
      Serializers.of(KryoSerializer.allowing(List.of()), List.of());

  private static Proxy<String> inline(String value) {
    return Proxy.of(InlineFactory.of(value, JDK));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void thereIsNothingToFetchAndNothingToRelease(Mode mode) throws Exception {
    server.refuseGets();
    server.refuseEvictions();
    var task = open(OPTIONS.setMode(mode));
    task.processElement(inline("a"), 1);
    task.processElement(inline("b"), 2);
    task.endInput();
    task.getOperator().finish();
    assertThat(task.extractOutputValues()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void theyMixWithObjectsInStores(Mode mode) throws Exception {
    var task = open(OPTIONS.setMode(mode));
    task.processElement(inline("a"), 1);
    task.processElement(put("b"), 2);
    task.processElement(inline("c"), 3);
    task.endInput();
    task.getOperator().finish();
    assertThat(task.extractOutputValues()).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(server.ids()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void oneThatNothingWaitsBeforeIsUsedAtOnce(Mode mode) throws Exception {
    var task = open(OPTIONS.setMode(mode));
    task.processElement(inline("a"), 1);
    assertThat(task.extractOutputValues()).containsExactly("a");
  }

  @Test
  void inOrderItDoesNotOvertakeAnObjectThatIsOnItsWay() throws Exception {
    server.getGate().shut();
    var task = open(OPTIONS.setMode(Mode.ORDERED));
    Proxy<String> stored = put("a");
    task.processElement(stored, 1);
    task.processElement(inline("b"), 2);
    workOnce(task);
    assertThat(task.extractOutputValues()).isEmpty();
    letGo(stored);
    workUntil(task, () -> task.getOutput().size() == 2);
    assertThat(task.extractOutputValues()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void whatFlinksSerializerWroteIsRead(Mode mode) throws Exception {
    FlinkSerializer<String> flink =
        new FlinkSerializer<>(Types.STRING.createSerializer(new SerializerConfigImpl()));
    String written = "as Flink writes it";
    Proxy<String> proxy = inlineWrittenBy(flink, written);
    var task = open(OPTIONS.setMode(mode));
    task.processElement(proxy, 1);
    task.endInput();
    assertThat(task.extractOutputValues()).containsExactly(written);
  }

  /** Texts have an encoding of their own, so that of Flink is spelt out in the address. */
  private static Proxy<String> inlineWrittenBy(FlinkSerializer<String> flink, String value) {
    byte[] bytes = flink.serialize(value);
    String raw = Proxy.of(InlineFactory.of(bytes, JDK)).toUri().toString();
    return Proxy.fromUri(URI.create(raw.replace("bytes", FlinkSerializer.ID)), String.class);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void bytesThatCannotBeReadFailTheTask(Mode mode) throws Exception {
    String address = inline("a text").toUri().toString().replace("utf8", "unknown");
    Proxy<String> proxy = Proxy.fromUri(URI.create(address), String.class);
    var task = open(OPTIONS.setMode(mode));
    assertThatThrownBy(
            () -> {
              task.processElement(proxy, 1);
              task.endInput();
            })
        .isInstanceOf(ProxyResolveException.class)
        .hasMessageContaining("unknown");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theObjectIsPartOfTheProxyOnlyWhereFlinkReusesObjects(boolean reusesObjects)
      throws Exception {
    Proxy<byte[]> proxy = Proxy.of(InlineFactory.of(new byte[] {1, 2}, JDK));
    List<byte[]> given = new ArrayList<>();
    ResolveFunction<Proxy<byte[]>, byte[], byte[]> take = (record, value, out) -> given.add(value);
    OneInputStreamOperatorTestHarness<Proxy<byte[]>, byte[]> task =
        closing(
            new OneInputStreamOperatorTestHarness<>(
                new ResolveOperatorFactory<>(take, record -> record, OPTIONS, null),
                ProxyTypeInfo.<byte[]>forValues(byte[].class)
                    .createSerializer(new SerializerConfigImpl())));
    if (reusesObjects) {
      task.getExecutionConfig().enableObjectReuse();
    }
    task.setup(BytePrimitiveArraySerializer.INSTANCE);
    task.open();
    task.processElement(proxy, 1);
    byte[] held = ((InlineFactory<byte[]>) proxy.factory()).open(JDK);
    assertThat(given.get(0)).isEqualTo(held);
    assertThat(given.get(0) == held).isEqualTo(reusesObjects);
  }
}
