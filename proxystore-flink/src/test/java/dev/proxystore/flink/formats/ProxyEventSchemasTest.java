package dev.proxystore.flink.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.flink.formats.ProxyEventDeserializationSchema.BadEvents;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.Store;
import dev.proxystore.stream.event.EventFrame;
import dev.proxystore.stream.event.Metadata;
import dev.proxystore.stream.event.StreamEvent.EndOfStream;
import dev.proxystore.stream.event.StreamEvent.ObjectSent;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProxyEventSchemasTest {
  private final TestStore server = TestStore.start();
  private final Store store = Store.fromConfig(server.config());
  private final ProxyEventDeserializationSchema<String> reader =
      ProxyEventDeserializationSchema.forValues(String.class);

  @AfterEach
  void close() {
    store.close();
    server.close();
  }

  @Test
  void aProxyTravelsAsAnEventAndIsNotFetched() throws Exception {
    Proxy<String> proxy = store.proxy("text");
    ProxyEventSerializationSchema<String> writer =
        InstantiationUtil.clone(
            ProxyEventSerializationSchema.<String>withMetadata(each -> Metadata.of("number", 7)));
    byte[] frame = writer.serialize(proxy);
    Proxy<String> read = InstantiationUtil.clone(reader).deserialize(frame);
    assertThat(server.gets()).isEmpty();
    assertThat(read).isEqualTo(proxy);
    assertThat(read.resolve()).isEqualTo("text");
    assertThat(((ObjectSent) EventFrame.read(frame)).metadata().number("number")).contains(7L);
  }

  @Test
  void anEndOfStreamIsLeftOut() throws Exception {
    assertThat(
            reader.deserialize(
                EventFrame.write(new EndOfStream(UUID.randomUUID(), 0, Instant.now()))))
        .isNull();
  }

  @Test
  void aBadEventFailsWithWhatWasExpectedAndFound() {
    assertThatThrownBy(() -> reader.deserialize(new byte[] {1, 2, 3}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Expected an event");
  }

  @Test
  void aBadEventIsSkippedAndCountedIfWanted() throws Exception {
    ProxyEventDeserializationSchema<String> skipping = reader.setBadEvents(BadEvents.SKIP);
    assertThat(skipping.deserialize(new byte[] {1, 2, 3})).isNull();
    assertThat(skipping.skipped()).isEqualTo(1);
  }
}
