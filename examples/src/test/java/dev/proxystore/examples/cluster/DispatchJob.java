package dev.proxystore.examples.cluster;

import dev.proxystore.flink.sink.ProxySink;
import dev.proxystore.flink.sink.ProxySinkBuilder;
import dev.proxystore.flink.source.ProxyEvent;
import dev.proxystore.flink.source.ProxySource;
import dev.proxystore.store.StoreConfig;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Reads a topic, passes its proxies on to another, and puts a note of each for a third. */
final class DispatchJob {
  static final String ITEMS = "items";
  static final String WORK = "work";
  static final String NOTES = "notes";
  static final String NUMBER = "number";
  static final int PARALLELISM = 2;

  private static final long CHECKPOINT_MILLIS = 200;
  private static final long MILLIS_AN_ITEM = 5;
  private static final int BATCH = 5;

  private DispatchJob() {}

  static JobClient submit(ClusterConfig cluster, String broker, String store, String... jars)
      throws Exception {
    StreamExecutionEnvironment flink =
        StreamExecutionEnvironment.createRemoteEnvironment(
            LoopbackPort.HOST, cluster.restPort(), restarting(), jars);
    flink.setParallelism(PARALLELISM);
    flink.enableCheckpointing(CHECKPOINT_MILLIS);
    ProxySource<ProxyEvent<byte[]>> source =
        ProxySource.<byte[]>builder()
            .setBroker(broker)
            .setTopics(ITEMS)
            .setBounded()
            .withMetadata()
            .build();
    DataStream<ProxyEvent<byte[]>> items =
        flink
            .fromSource(source, WatermarkStrategy.noWatermarks(), ITEMS)
            .map(DispatchJob::slowly)
            .returns(source.getProducedType())
            .keyBy(DispatchJob::number)
            .filter(item -> item.metadata().number(NUMBER).isPresent());
    items.sinkTo(sink(broker, WORK).setProxyExtractor(ProxyEvent::proxy).build());
    items.sinkTo(
        sink(broker, NOTES)
            .setStore(StoreConfig.of(store))
            .setValueExtractor(DispatchJob::note)
            .build());
    return flink.executeAsync("Dispatch");
  }

  private static Configuration restarting() {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(200));
    return configuration;
  }

  private static ProxySinkBuilder<ProxyEvent<byte[]>> sink(String broker, String topic) {
    return ProxySink.<ProxyEvent<byte[]>>builder()
        .setBroker(broker)
        .setTopic(topic)
        .setBatchSize(BATCH)
        .setMetadataExtractor(ProxyEvent::metadata)
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setEndOfStream();
  }

  /** Makes the job last for some checkpoints. */
  private static ProxyEvent<byte[]> slowly(ProxyEvent<byte[]> item) throws InterruptedException {
    Thread.sleep(MILLIS_AN_ITEM);
    return item;
  }

  static long number(ProxyEvent<byte[]> item) {
    return item.metadata().number(NUMBER).orElseThrow();
  }

  private static String note(ProxyEvent<byte[]> item) {
    return note(number(item));
  }

  static String note(long number) {
    return "dispatched " + number;
  }
}
