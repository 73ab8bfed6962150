package dev.proxystore.examples;

import dev.proxystore.store.Store;
import dev.proxystore.stream.SendOptions;
import dev.proxystore.stream.StreamConsumer;
import dev.proxystore.stream.StreamItem;
import dev.proxystore.stream.StreamProducer;
import dev.proxystore.stream.event.Metadata;

/** Sends objects to a topic and receives proxies of them. */
public final class StreamQuickStart {
  private StreamQuickStart() {}

  public static void main(String[] arguments) {
    // In one process for the sake of the example; redis:// or hazelcast:// between processes.
    String broker = "local:events";
    // sample: begin
    try (Store store = Store.open("local:frames");
        StreamConsumer<byte[]> consumer =
            StreamConsumer.<byte[]>builder(broker, "frames").build()) {
      try (StreamProducer<byte[]> producer =
          StreamProducer.<byte[]>builder(broker).defaultStore(store).build()) {
        for (int camera = 1; camera <= 3; camera++) {
          Metadata from = Metadata.of("camera", camera);
          producer.send("frames", new byte[1 << 20], SendOptions.defaults().withMetadata(from));
        }
      } // announces the end of the topic
      for (StreamItem<byte[]> item : consumer) {
        System.out.printf("%s: %,d bytes%n", item.metadata(), item.object().length);
      }
    }
    // sample: end
  }
}
