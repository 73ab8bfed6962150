package dev.proxystore.benchmarks.wire;

import dev.proxystore.benchmarks.BenchOptions;
import dev.proxystore.benchmarks.Measurement;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.Store;
import dev.proxystore.stream.event.EventFrame;
import dev.proxystore.stream.event.Metadata;
import dev.proxystore.stream.event.StreamEvent.ObjectSent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** How many bytes proxies and events take on the wire and in state. */
@Command(
    name = "wire",
    mixinStandardHelpOptions = true,
    description = "Bytes of a proxy in Flink, of a self-contained one, and of an event.")
public final class WireBench implements Callable<Integer> {
  private static final String STORE = "redis://10.0.12.34:6379/frames";

  @Mixin private BenchOptions options = new BenchOptions();

  private WireBench() {}

  @Override
  public Integer call() throws Exception {
    for (Map.Entry<String, Integer> each : sizes().entrySet()) {
      options.report(
          Measurement.of(
              "wire",
              each.getKey(),
              Map.of("size", "1048576"),
              "bytes",
              new double[] {each.getValue()}));
    }
    return 0;
  }

  /** What each form takes; nothing is sent anywhere. */
  static Map<String, Integer> sizes() throws IOException {
    Proxy<byte[]> proxy;
    try (Store store = Store.open("local:frames")) {
      proxy =
          Proxy.fromUri(
              URI.create(
                  store.proxy(new byte[1 << 20]).toUri().toString().replace("local:frames", STORE)),
              byte[].class);
    }
    ProxyTypeInfo<byte[]> type = ProxyTypeInfo.forValues(byte[].class);
    Map<String, Integer> sizes = new LinkedHashMap<>();
    sizes.put(
        "in a Flink stream of its store", flink(type.withStore(StoreAddress.parse(STORE)), proxy));
    sizes.put("in a Flink stream", flink(type, proxy));
    sizes.put("event", event(proxy, Metadata.empty()));
    sizes.put(
        "event with metadata",
        event(proxy, Metadata.of("camera", "north-7").with("frame", 1_234_567L)));
    sizes.put("Java serialisation", java(proxy));
    return sizes;
  }

  private static int flink(ProxyTypeInfo<byte[]> type, Proxy<byte[]> proxy) throws IOException {
    TypeSerializer<Proxy<byte[]>> serializer = type.createSerializer(new SerializerConfigImpl());
    DataOutputSerializer out = new DataOutputSerializer(256);
    serializer.serialize(proxy, out);
    return out.length();
  }

  private static int event(Proxy<byte[]> proxy, Metadata metadata) {
    return EventFrame.write(
            new ObjectSent(
                UUID.randomUUID(),
                12_345,
                Instant.ofEpochMilli(1_750_000_000_000L),
                metadata,
                proxy))
        .length;
  }

  private static int java(Proxy<byte[]> proxy) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(proxy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.size();
  }
}
