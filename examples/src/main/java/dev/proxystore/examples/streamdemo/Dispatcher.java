package dev.proxystore.examples.streamdemo;

import dev.proxystore.flink.sink.ProxySink;
import dev.proxystore.flink.source.ProxyEvent;
import dev.proxystore.flink.source.ProxySource;
import java.util.Locale;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The dispatcher process: a Flink job that keys files by their kind and passes them on. It sees
 * what is said of a file, and no byte of it.
 */
final class Dispatcher {
  private static final long CHECKPOINT_MILLIS = 500;

  private Dispatcher() {}

  /** Arguments: the address of the broker to read from, and of the one to send to. */
  public static void main(String[] arguments) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.BIND_PORT, "0");
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(Topics.DISPATCHERS);
    env.enableCheckpointing(CHECKPOINT_MILLIS);

    ProxySource<ProxyEvent<byte[]>> files =
        ProxySource.<byte[]>builder()
            .setBroker(arguments[0])
            .setTopics(Topics.FILES)
            .setBounded()
            .withMetadata()
            .build();
    ProxySink<ProxyEvent<byte[]>> work =
        ProxySink.<ProxyEvent<byte[]>>builder()
            .setBroker(arguments[1])
            .setTopic(Topics.WORK)
            .setProxyExtractor(ProxyEvent::proxy)
            .setMetadataExtractor(ProxyEvent::metadata)
            .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
            .setEndOfStream()
            .build();

    env.fromSource(files, WatermarkStrategy.noWatermarks(), "Files")
        .keyBy(Dispatcher::kind)
        .filter(file -> file.metadata().text(Topics.URI).isPresent())
        .sinkTo(work);
    env.execute("Dispatch files");
  }

  /** What follows the last dot of the name. */
  private static String kind(ProxyEvent<byte[]> file) {
    String uri = file.metadata().text(Topics.URI).orElse("");
    return uri.substring(uri.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
