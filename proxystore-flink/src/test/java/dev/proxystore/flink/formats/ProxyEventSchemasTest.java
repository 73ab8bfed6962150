package dev.proxystore.flink.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.flink.formats.ProxyEventDeserializationSchema.BadEvents;
import dev.proxystore.flink.source.ProxyEvent;
import dev.proxystore.flink.source.ProxyEventTypeInfo;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.Store;
import dev.proxystore.stream.event.EventFrame;
import dev.proxystore.stream.event.Metadata;
import dev.proxystore.stream.event.StreamEvent;
import dev.proxystore.stream.event.StreamEvent.EndOfStream;
import dev.proxystore.stream.event.StreamEvent.ObjectSent;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProxyEventSchemasTest {
  private final TestStore server = TestStore.start();
  private final Store store = Store.fromConfig(server.config());
  private final ProxyEventDeserializationSchema<Proxy<String>> reader =
      ProxyEventDeserializationSchema.forValues(String.class);

  @AfterEach
  void close() {
    store.close();
    server.close();
  }

  @Test
  void aProxyTravelsAsAnEventAndIsNotFetched() throws Exception {
    Proxy<String> proxy = store.proxy("text");
    ProxyEventSerializationSchema<Proxy<String>> writer =
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
  void anEventTravelsWithItsMetadataAndGetsItsTopicFromTheSchema() throws Exception {
    Metadata metadata = Metadata.of("number", 7);
    ProxyEvent<String> event =
        new ProxyEvent<>(store.proxy("text"), metadata, "somewhere", Instant.EPOCH);
    byte[] frame = ProxyEventSerializationSchema.<String>forEvents().serialize(event);
    ProxyEventDeserializationSchema<ProxyEvent<String>> events =
        InstantiationUtil.clone(
            ProxyEventDeserializationSchema.forEvents(Types.STRING).setTopic("texts"));
    ProxyEvent<String> read = events.deserialize(frame);
    assertThat(read.proxy()).isEqualTo(event.proxy());
    assertThat(read.metadata()).isEqualTo(metadata);
    assertThat(read.topic()).isEqualTo("texts");
    assertThat(read.sentAt()).isAfter(Instant.EPOCH);
    assertThat(events.getProducedType())
        .isEqualTo(ProxyEventTypeInfo.of(ProxyTypeInfo.forValues(Types.STRING)));
    assertThat(server.gets()).isEmpty();
  }

  @Test
  void recordsOfTheUsersOwnAreMadeIntoEvents() throws Exception {
    Tuple2<Proxy<String>, Long> record = Tuple2.of(store.proxy("text"), 7L);
    byte[] frame =
        ProxyEventSerializationSchema.<Tuple2<Proxy<String>, Long>>of(
                each -> each.f0, each -> Metadata.of("number", each.f1))
            .serialize(record);
    ObjectSent event = (ObjectSent) EventFrame.read(frame);
    assertThat(event.proxy()).isEqualTo(record.f0);
    assertThat(event.metadata().number("number")).contains(7L);
  }

  @Test
  void eventsOfOneInstanceAreNumberedUpwardsByOneProducer() throws Exception {
    ProxyEventSerializationSchema<Proxy<String>> writer =
        ProxyEventSerializationSchema.withoutMetadata();
    StreamEvent first = EventFrame.read(writer.serialize(store.proxy("one")));
    StreamEvent second = EventFrame.read(writer.serialize(store.proxy("two")));
    assertThat(second.producer()).isEqualTo(first.producer());
    assertThat(second.sequence()).isEqualTo(first.sequence() + 1);
  }

  @Test
  void aMessageWithoutAValueIsLeftOut() throws Exception {
    assertThat(reader.deserialize(null)).isNull();
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
    ProxyEventDeserializationSchema<Proxy<String>> skipping = reader.setBadEvents(BadEvents.SKIP);
    assertThat(skipping.deserialize(new byte[] {1, 2, 3})).isNull();
    assertThat(skipping.skipped()).isEqualTo(1);
  }
}
