package dev.proxystore.flink.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.proxystore.flink.sink.SinkSettings.EndOfStream;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.StoreConfig;
import dev.proxystore.stream.event.Metadata;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

/** What a sink is told. */
class ProxySinkBuilderTest {
  private static final StoreConfig STORE = StoreConfig.of("local:frames");

  private static ProxySinkBuilder<String> withoutATopic() {
    return ProxySink.<String>builder().setBroker("local:events?broker=log").setStore(STORE);
  }

  private static ProxySinkBuilder<String> builder() {
    return withoutATopic().setTopic("frames");
  }

  @Test
  void theDefaultsAreThoseOfTheDocumentation() throws Exception {
    SinkSettings<String> settings = builder().build().settings();
    assertThat(settings.broker().options()).isEmpty();
    assertThat(settings.topics().map("record")).isEqualTo("frames");
    assertThat(settings.content().map("record")).isEqualTo("record");
    assertThat(settings.metadata().map("record")).isEqualTo(Metadata.empty());
    assertThat(settings.onResolve()).isEqualTo(OnResolve.EVICT);
    assertThat(settings.batchSize()).isEqualTo(32);
    assertThat(settings.flushInterval()).isZero();
    assertThat(settings.guarantee()).isEqualTo(DeliveryGuarantee.AT_LEAST_ONCE);
    assertThat(settings.endOfStream()).isEqualTo(EndOfStream.NOT_ANNOUNCED);
  }

  @Test
  void everyValueCanBeChangedAndTravelsToTheCluster() throws Exception {
    ProxySink<String> sink =
        withoutATopic()
            .setBrokerOption("timeout", "1s")
            .setTopicSelector(text -> "topic-" + text)
            .setValueExtractor(String::length)
            .setMetadataExtractor(text -> Metadata.of("text", text))
            .setOnResolve(OnResolve.KEEP)
            .setBatchSize(7)
            .setFlushInterval(Duration.ofMillis(20))
            .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
            .setEndOfStream()
            .build();
    SinkSettings<String> settings = InstantiationUtil.clone(sink).settings();
    assertThat(settings.sink()).isEqualTo(sink.settings().sink());
    assertThat(settings.broker().options()).isEqualTo(Map.of("timeout", "1s"));
    assertThat(settings.topics().map("a")).isEqualTo("topic-a");
    assertThat(settings.content().map("abc")).isEqualTo(3);
    assertThat(settings.metadata().map("a")).isEqualTo(Metadata.of("text", "a"));
    assertThat(settings.requireStore()).isEqualTo(STORE);
    assertThat(settings.onResolve()).isEqualTo(OnResolve.KEEP);
    assertThat(settings.batchSize()).isEqualTo(7);
    assertThat(settings.flushInterval()).isEqualTo(Duration.ofMillis(20));
    assertThat(settings.isExactlyOnce()).isTrue();
    assertThat(settings.announcesEnds()).isTrue();
  }

  private static void assertRefused(ProxySinkBuilder<?> builder, String sentence) {
    assertThatIllegalStateException().isThrownBy(builder::build).withMessage(sentence);
  }

  @Test
  void whatIsMissingIsSaidWithTheMethodThatSetsIt() {
    assertRefused(
        ProxySink.builder().setTopic("frames").setStore(STORE),
        "Set the broker's address with setBroker.");
    assertRefused(
        withoutATopic(), "Set where records go: one topic with setTopic, or setTopicSelector.");
    assertRefused(
        ProxySink.builder().setBroker("local:events").setTopic("frames"),
        "Set where values are put with setStore, or send proxies with setProxyExtractor.");
  }

  @Test
  void whatContradictsItselfIsRefused() {
    assertRefused(
        builder().setTopicSelector(text -> text),
        "Found setTopic and setTopicSelector: leave out one of them.");
    assertRefused(
        builder().setProxyExtractor(text -> null),
        "Found setStore and setProxyExtractor: proxies are sent as they are, so leave out one of them.");
    assertRefused(
        ProxySink.<String>builder()
            .setBroker("local:events")
            .setTopic("frames")
            .setValueExtractor(text -> text)
            .setProxyExtractor(text -> null),
        "Found setValueExtractor and setProxyExtractor: leave out one of them.");
  }

  @Test
  void whatMakesNoSenseIsRefusedAtOnce() {
    assertThatIllegalArgumentException().isThrownBy(() -> builder().setTopic("a b"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().setBatchSize(0))
        .withMessageContaining("found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().setFlushInterval(Duration.ZERO))
        .withMessageContaining("Leave it out for none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().setBrokerOption("password", "hunter2").build())
        .withMessageNotContaining("hunter2");
  }
}
