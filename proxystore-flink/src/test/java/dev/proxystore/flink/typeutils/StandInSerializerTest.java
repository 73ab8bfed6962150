package dev.proxystore.flink.typeutils;

import static dev.proxystore.flink.typeutils.Frames.read;
import static dev.proxystore.flink.typeutils.Frames.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.proxy.Proxies;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.Store;
import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stand-ins travel through Flink as references. */
class StandInSerializerTest {
  private static final StoreAddress OTHER = Frames.address("redis://127.0.0.1:6379/other");

  private final TestStore server = TestStore.start();
  private final Store store = Store.fromConfig(server.config());
  private final StandInTypeInfo<CharSequence> type =
      StandInTypeInfo.of(CharSequence.class).withStore(server.address());
  private final TypeSerializer<CharSequence> serializer = serializer(type);

  @AfterEach
  void close() {
    store.close();
    server.close();
  }

  private static <S> TypeSerializer<S> serializer(StandInTypeInfo<S> type) {
    return type.createSerializer(new SerializerConfigImpl());
  }

  private CharSequence standIn() {
    return store.proxy("a text").as(CharSequence.class);
  }

  @Test
  void aStandInArrivesAsAnUnresolvedOneForTheSameObjectAndNobodyFetches() throws IOException {
    CharSequence sent = standIn();
    CharSequence received = read(serializer, write(serializer, sent));
    CharSequence copy = serializer.copy(sent);
    assertThat(Proxies.proxyOf(received)).isEqualTo(Proxies.proxyOf(sent));
    assertThat(Proxies.isResolved(received)).isFalse();
    assertThat(Proxies.proxyOf(copy)).isEqualTo(Proxies.proxyOf(sent));
    assertThat(server.gets()).isEmpty();
    assertThat(received.toString()).isEqualTo("a text");
  }

  @Test
  void itTakesWhatItsProxyTakes() throws IOException {
    Proxy<CharSequence> proxy = Proxies.proxyOf(standIn()).orElseThrow();
    TypeSerializer<Proxy<CharSequence>> ofProxies = new ProxySerializer<>(server.address());
    assertThat(write(serializer, proxy.as(CharSequence.class))).isEqualTo(write(ofProxies, proxy));
  }

  @Test
  void anObjectItselfIsRefusedWithWhatToDo() {
    assertThatThrownBy(() -> write(serializer, "a text"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Expected a stand-in for java.lang.CharSequence, found a java.lang.String itself. Put it into a store and send proxy.as(CharSequence.class), or give the stream another type.");
  }

  private static <S> TypeSerializerSnapshot<S> restored(TypeSerializer<S> serializer)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
    return TypeSerializerSnapshot.readVersionedSnapshot(
        new DataInputDeserializer(out.getCopyOfBuffer()),
        StandInSerializerTest.class.getClassLoader());
  }

  @Test
  void stateIsReadBySerializersOfTheSameTypeAlsoWithAnotherStore() throws IOException {
    TypeSerializerSnapshot<CharSequence> old = restored(serializer);
    CharSequence held = standIn();
    assertThat(Proxies.proxyOf(read(old.restoreSerializer(), write(serializer, held))))
        .isEqualTo(Proxies.proxyOf(held));
    assertThat(serializer.snapshotConfiguration().resolveSchemaCompatibility(old))
        .matches(answer -> answer.isCompatibleAsIs());
    TypeSerializer<CharSequence> elsewhere =
        serializer(StandInTypeInfo.of(CharSequence.class).withStore(OTHER));
    assertThat(elsewhere.snapshotConfiguration().resolveSchemaCompatibility(old))
        .matches(answer -> answer.isCompatibleAfterMigration());
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // a job whose type has changed
  void stateOfAnotherTypeIsRefused() throws IOException {
    TypeSerializerSnapshot old = restored(serializer(StandInTypeInfo.of(Runnable.class)));
    assertThat(serializer.snapshotConfiguration().resolveSchemaCompatibility(old))
        .matches(answer -> answer.isIncompatible());
  }

  @Test
  void theTypeItselfTravelsWithTheJobAndIsNoKey() throws Exception {
    assertThat(InstantiationUtil.clone(type)).isEqualTo(type).hasSameHashCodeAs(type);
    assertThat(InstantiationUtil.clone(serializer)).isEqualTo(serializer);
    assertThat(type).isNotEqualTo(StandInTypeInfo.of(CharSequence.class));
    assertThat(type.isKeyType()).isFalse();
  }
}
