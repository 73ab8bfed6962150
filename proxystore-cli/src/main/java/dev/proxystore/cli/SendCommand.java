package dev.proxystore.cli;

import dev.proxystore.store.Store;
import dev.proxystore.stream.SendOptions;
import dev.proxystore.stream.StreamProducer;
import dev.proxystore.stream.StreamProducer.Closing;
import dev.proxystore.stream.event.Metadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends files to a topic. */
@Command(
    name = "send",
    description = {
      "Puts files into a store and sends the proxy of each to a topic, with its name as the metadata 'file'. Consumers read"
          + " a byte array.",
      "",
      "An object stays until a consumer evicts it, as consumers do unless they are told to keep."
    },
    footerHeading = "%nExample:%n",
    footer =
        "  proxystore stream send --broker 'redis://localhost:6379/events?broker=stream' --store"
            + " redis://localhost:6379/frames frames *.raw")
final class SendCommand extends HelpOption implements Callable<Integer> {
  @Mixin private BrokerOption broker = new BrokerOption();
  @Mixin private StoreOption store = new StoreOption();
  @Mixin private Output output = new Output();

  @Parameters(index = "0", paramLabel = "TOPIC", description = "The topic.")
  private String topic = "";

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      arity = "1..*",
      description = "Files of up to 2 GiB; - is standard input.")
  private List<String> files = List.of();

  @Option(
      names = {"-m", "--metadata"},
      paramLabel = "NAME=VALUE",
      description = "A text that travels in each event; may be repeated.")
  private Map<String, String> metadata = Map.of();

  @Option(
      names = "--end",
      description = "Say that no more is coming, so that consumers of this producer end.")
  private boolean end;

  @Option(names = "--keep", description = "Consumers leave the objects in the store.")
  private boolean keep;

  @Override
  public Integer call() throws IOException {
    String address = broker.require();
    try (Store open = store.open()) {
      StreamProducer<byte[]> producer =
          StreamProducer.<byte[]>builder(address).defaultStore(open).build();
      boolean whole = false;
      try {
        for (String file : files) {
          send(producer, file);
        }
        whole = true;
      } finally {
        if (end && whole) {
          producer.close();
        } else {
          producer.close(Closing.KEEP_TOPICS_OPEN);
        }
      }
    }
    return 0;
  }

  private void send(StreamProducer<byte[]> producer, String file) throws IOException {
    byte[] bytes = file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
    Metadata all = Metadata.copyOf(metadata);
    if (!file.equals("-")) {
      all = all.with("file", String.valueOf(Path.of(file).getFileName()));
    }
    SendOptions options = SendOptions.defaults().withMetadata(all);
    producer.send(topic, bytes, keep ? options.keep() : options.evict());
    producer.flushTopic(topic);
    output.answer(
        "sent %s to %s, %s".formatted(file, topic, Amounts.bytes(bytes.length)),
        Output.fields("topic", topic, "file", file, "bytes", bytes.length));
  }
}
