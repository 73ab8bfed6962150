package dev.proxystore.flink.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.proxystore.flink.source.ProxySourceSettings.Trim;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.stream.event.StartPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

/** What a source is told. */
class ProxySourceBuilderTest {
  private static ProxySourceBuilder<String, Proxy<String>> builder() {
    return ProxySource.<String>builder().setBroker("local:events?broker=log").setTopics("frames");
  }

  @Test
  void theDefaultsAreThoseOfTheDocumentation() {
    ProxySourceSettings settings = builder().build().settings();
    assertThat(settings.brokerOptions()).isEmpty();
    assertThat(settings.start()).isEqualTo(StartPosition.earliest());
    assertThat(settings.boundedness()).isEqualTo(Boundedness.CONTINUOUS_UNBOUNDED);
    assertThat(settings.producers()).isZero();
    assertThat(settings.trim()).isEqualTo(Trim.NEVER);
    assertThat(settings.acknowledgement()).isEqualTo(Acknowledgement.ON_CHECKPOINT);
    assertThat(settings.consumer()).startsWith("flink-");
    assertThat(settings.reconnectTimeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.maxFetch()).isEqualTo(1000);
  }

  @Test
  void everyValueCanBeChanged() {
    StartPosition start = StartPosition.timestamp(Instant.EPOCH);
    BadEventHandler handler = BadEventHandler.skip();
    EventTimestamps timestamps = EventTimestamps.metadata("capturedAt");
    ProxySourceSettings settings =
        builder()
            .setTopics("masks", "frames", "masks")
            .setBrokerOption("timeout", "1s")
            .setStartPosition(start)
            .setBounded()
            .setProducers(3)
            .setTrimOnCheckpoint()
            .setAcknowledgement(Acknowledgement.AT_ONCE)
            .setConsumer("dispatcher")
            .setBadEventHandler(handler)
            .setEventTimestamps(timestamps)
            .setReconnectTimeout(Duration.ofSeconds(1))
            .setMaxFetch(7)
            .build()
            .settings();
    assertThat(settings.topics()).containsExactly("masks", "frames");
    assertThat(settings)
        .isEqualTo(
            new ProxySourceSettings(
                settings.broker(),
                Map.of("timeout", "1s"),
                settings.topics(),
                start,
                Boundedness.BOUNDED,
                3,
                Trim.ON_CHECKPOINT,
                Acknowledgement.AT_ONCE,
                "dispatcher",
                handler,
                timestamps,
                Duration.ofSeconds(1),
                7));
  }

  @Test
  void aSourceTravelsToTheCluster() throws Exception {
    ProxySource<ProxyEvent<String>> source =
        builder()
            .withMetadata()
            .setStartPosition(StartPosition.after(Map.of(0, "7")))
            .setEventTimestamps(EventTimestamps.metadata("capturedAt"))
            .build();
    ProxySource<ProxyEvent<String>> there = InstantiationUtil.clone(source);
    assertThat(there.settings().start()).isEqualTo(source.settings().start());
    assertThat(there.getProducedType()).isEqualTo(source.getProducedType());
  }

  @Test
  void theTypeOfTheRecordsIsKnown() {
    assertThat(builder().build().getProducedType()).isEqualTo(ProxyTypeInfo.forUnknownValues());
    assertThat(builder().setValueType(Types.STRING).build().getProducedType())
        .isEqualTo(ProxyTypeInfo.forValues(Types.STRING));
    assertThat(builder().withMetadata().setValueType(Types.STRING).build().getProducedType())
        .isEqualTo(ProxyEventTypeInfo.of(ProxyTypeInfo.forValues(Types.STRING)));
  }

  @Test
  void aSourceWithoutABrokerOrATopicIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> ProxySource.builder().setTopics("frames").build())
        .withMessageContaining("setBroker");
    assertThatIllegalStateException()
        .isThrownBy(() -> ProxySource.builder().setBroker("local:events").build())
        .withMessageContaining("setTopics");
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> builder().setTopics("a b").build());
    assertThatIllegalArgumentException().isThrownBy(() -> builder().setProducers(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder().setMaxFetch(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().setBrokerOption("password", "secret").build())
        .withMessageNotContaining("secret'");
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                builder()
                    .setTopics("a", "b")
                    .setStartPosition(StartPosition.after(Map.of(0, "7")))
                    .build())
        .withMessageContaining("one topic");
  }
}
