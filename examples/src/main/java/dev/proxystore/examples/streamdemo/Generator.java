package dev.proxystore.examples.streamdemo;

import dev.proxystore.connector.Key;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreFactory;
import dev.proxystore.stream.SendOptions;
import dev.proxystore.stream.StreamProducer;
import dev.proxystore.stream.event.Metadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The generator process: sends every regular file below a folder. At most so many bytes lie in the
 * store at a time; the generator waits for the compute processes to fetch, and so evict, the
 * others.
 */
final class Generator {
  private static final long MOST_LIVE_BYTES = 256L << 20;
  private static final long PAUSE_MILLIS = 5;

  private final Store store;
  private final StreamProducer<byte[]> producer;
  private final Set<Key> live = new HashSet<>();

  private Generator(Store store, StreamProducer<byte[]> producer) {
    this.store = store;
    this.producer = producer;
  }

  /** Arguments: the folder, the address of the store, the address of the broker. */
  public static void main(String[] arguments) throws Exception {
    try (Store store = Store.builder(arguments[1]).withoutCache().build();
        StreamProducer<byte[]> producer =
            StreamProducer.<byte[]>builder(arguments[2]).defaultStore(store).build();
        Stream<Path> files = Files.walk(Path.of(arguments[0]))) {
      Generator generator = new Generator(store, producer);
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        generator.send(file);
      }
      producer.closeTopics(Topics.FILES); // also if there was no file
    }
  }

  private void send(Path file) throws InterruptedException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException | OutOfMemoryError e) {
      Report.unread(file, e);
      return;
    }
    awaitRoomFor(bytes.length);
    Proxy<byte[]> proxy = store.proxy(bytes, PutOptions.evictOnResolve());
    live.add(((StoreFactory<?>) proxy.factory()).key());
    Metadata metadata =
        Metadata.of(Topics.URI, file.toAbsolutePath().toUri().toString())
            .with(Topics.SIZE, bytes.length);
    producer.sendProxy(Topics.FILES, proxy, SendOptions.defaults().withMetadata(metadata));
    Report.sent(bytes.length);
  }

  private void awaitRoomFor(long bytes) throws InterruptedException {
    while (!live.isEmpty() && liveBytes() + bytes > MOST_LIVE_BYTES) {
      live.retainAll(store.existing(live));
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private long liveBytes() {
    return live.stream().mapToLong(Key::length).sum();
  }
}
