package dev.proxystore.flink.formats;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.proxystore.flink.source.ProxyEvent;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;

/** Flink's connector of Kafka with the schemas of events, as the documentation shows it. */
final class KafkaConnectors {
  private KafkaConnectors() {}

  // sample: begin
  static KafkaSink<ProxyEvent<Long>> sink(String servers) {
    return KafkaSink.<ProxyEvent<Long>>builder()
        .setBootstrapServers(servers)
        .setRecordSerializer(
            KafkaRecordSerializationSchema.<ProxyEvent<Long>>builder()
                .setTopic("readings")
                .setKeySerializationSchema(event -> camera(event).getBytes(UTF_8))
                .setValueSerializationSchema(ProxyEventSerializationSchema.forEvents())
                .build())
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix("readings")
        .setProperty("transaction.timeout.ms", "600000") // brokers allow 15 minutes at most
        .build();
  }

  static KafkaSourceBuilder<ProxyEvent<Long>> source(String servers) {
    return KafkaSource.<ProxyEvent<Long>>builder()
        .setBootstrapServers(servers)
        .setTopics("readings")
        .setProperty("isolation.level", "read_committed")
        .setValueOnlyDeserializer(ProxyEventDeserializationSchema.forEvents(Long.class));
  }

  static String camera(ProxyEvent<?> event) {
    return event.metadata().text("camera").orElseThrow();
  }
  // sample: end
}
