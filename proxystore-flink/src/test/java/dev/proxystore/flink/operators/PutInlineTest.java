package dev.proxystore.flink.operators;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.proxystore.flink.JobObjects;
import dev.proxystore.flink.ProxyPutOptions;
import dev.proxystore.flink.ProxyStreams;
import dev.proxystore.flink.PutFunction;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.serialize.KryoSerializer;
import dev.proxystore.serialize.Serializers;
import dev.proxystore.store.InlineFactory;
import dev.proxystore.store.StoreConfig;
import dev.proxystore.store.StoreFactory;
import dev.proxystore.store.payload.PayloadOptions;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Objects so small that they travel inside their proxies. */
class PutInlineTest {
  private static final ProxyPutOptions UP_TO_FIVE =
      ProxyPutOptions.defaults().setInlineThreshold(new MemorySize(5));

  private final TestStore server = TestStore.start();
  private @Nullable AutoCloseable open;

  private <T> OneInputStreamOperatorTestHarness<T, Proxy<T>> open(
      TypeSerializer<T> records, ProxyPutOptions options, @Nullable TypeSerializer<T> values)
      throws Exception {
    return open(records, options, values, false);
  }

  private <T> OneInputStreamOperatorTestHarness<T, Proxy<T>> open(
      TypeSerializer<T> records,
      ProxyPutOptions options,
      @Nullable TypeSerializer<T> values,
      boolean reusesObjects)
      throws Exception {
    OneInputStreamOperatorTestHarness<T, Proxy<T>> task =
        new OneInputStreamOperatorTestHarness<>(
            new PutOperatorFactory<>(
                PutFunction.<T>wholeRecord(), server.config(), options, values),
            records);
    open = task;
    if (reusesObjects) {
      task.getExecutionConfig().enableObjectReuse();
    }
    task.setup();
    task.open();
    return task;
  }

  @AfterEach
  void close() throws Exception {
    if (open != null) {
      open.close();
    }
    server.close();
  }

  @Test
  void anObjectUpToTheThresholdStaysOutOfTheStoreAndALargerOneDoesNot() throws Exception {
    var task = open(StringSerializer.INSTANCE, UP_TO_FIVE, null);
    task.processElement("small", 17);
    assertThat(server.ids()).isEmpty();
    task.processElement("larger", 18);
    assertThat(server.ids()).hasSize(1);
    assertThat(task.extractOutputValues())
        .extracting(Proxy::resolve)
        .containsExactly("small", "larger");
    assertThat(task.extractOutputValues().get(0).factory()).isInstanceOf(InlineFactory.class);
    assertThat(task.extractOutputValues().get(1).factory()).isInstanceOf(StoreFactory.class);
  }

  @Test
  void allArePutUnlessToldOtherwise() throws Exception {
    var task = open(StringSerializer.INSTANCE, ProxyPutOptions.defaults(), null);
    task.processElement("", 17);
    assertThat(server.ids()).hasSize(1);
  }

  @Test
  void itLeavesNothingThatASweepWouldFind() throws Exception {
    var task = open(StringSerializer.INSTANCE, UP_TO_FIVE, null);
    task.processElement("small", 17);
    task.snapshot(1, 1);
    task.notifyOfCompletedCheckpoint(1);
    assertThat(JobObjects.count(server.config(), task.getEnvironment().getJobID()))
        .isEqualTo(new JobObjects.Count(0, 0, 0));
    assertThat(server.ids()).isEmpty();
  }

  @Test
  void itDoesNotWaitForRoomInTheStore() throws Exception {
    var task = open(StringSerializer.INSTANCE, UP_TO_FIVE.setMaxLiveBytes(new MemorySize(1)), null);
    task.processElement("larger", 17);
    task.processElement("small", 18);
    assertThat(task.extractOutputValues()).hasSize(2);
  }

  @Test
  void itTravels() throws Exception {
    var task = open(StringSerializer.INSTANCE, UP_TO_FIVE, null);
    task.processElement("small", 17);
    TypeSerializer<Proxy<String>> serializer =
        ProxyTypeInfo.forValues(String.class)
            .withStore(server.address())
            .createSerializer(new SerializerConfigImpl());
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(task.extractOutputValues().get(0), out);
    Proxy<String> arrived =
        serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    assertThat(arrived.resolve()).isEqualTo("small");
  }

  @Test
  void whatFlinksSerializerWritesIsMeasuredAsItIsWritten() throws Exception {
    var task = open(StringSerializer.INSTANCE, UP_TO_FIVE, StringSerializer.INSTANCE);
    task.processElement("four", 17);
    task.processElement("small", 18);
    assertThat(server.ids()).hasSize(1); // Flink writes the length in front of the characters
    InlineFactory<?> inline = (InlineFactory<?>) task.extractOutputValues().get(0).factory();
    assertThat(inline.descriptor().encoding()).isEqualTo(FlinkSerializer.ID);
  }

  @Test
  void anArrayThatIsUsedAgainDoesNotChangeWhatWasSent() throws Exception {
    var task = open(BytePrimitiveArraySerializer.INSTANCE, UP_TO_FIVE, null);
    byte[] reused = "first".getBytes(UTF_8);
    task.processElement(reused, 17);
    reused[0] = 'X';
    assertThat(task.extractOutputValues().get(0).resolve()).isEqualTo("first".getBytes(UTF_8));
  }

  @Test
  void whereFlinkReusesObjectsItIsNotCopied() throws Exception {
    var task = open(BytePrimitiveArraySerializer.INSTANCE, UP_TO_FIVE, null, true);
    byte[] sent = "first".getBytes(UTF_8);
    task.processElement(sent, 17);
    InlineFactory<byte[]> inline =
        (InlineFactory<byte[]>) task.extractOutputValues().get(0).factory();
    assertThat(inline.open(Serializers.of(KryoSerializer.allowing(List.of()), List.of())))
        .isSameAs(sent);
    assertThat(inline.resolve()).isEqualTo(sent).isNotSameAs(sent);
  }

  @Test
  void aStoreThatEncryptsRefusesIt() {
    StoreConfig plain = server.config();
    StoreConfig encrypted =
        new StoreConfig(
            plain.address(),
            plain.cacheSize(),
            plain.cacheBytes(),
            plain.timeToLive(),
            plain.checksums(),
            PayloadOptions.defaults().withEncryption(),
            plain.allowed(),
            plain.connectorOptions());
    StreamExecutionEnvironment flink = StreamExecutionEnvironment.getExecutionEnvironment();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProxyStreams.put(flink.fromData("a"), encrypted, UP_TO_FIVE))
        .withMessageContaining("would travel as they are");
  }
}
