package dev.proxystore.flink.testutils;

import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Objects that somebody has put before a job begins, and that go when they are used: a job that
 * replays its source finds the same ones.
 */
public final class StoredObjects {
  private final TestStore server;
  private final List<String> texts;
  private final List<String> addresses;

  /** The texts "text 0", "text 1" and so on. */
  public StoredObjects(TestStore server, int number) {
    this.server = server;
    texts = IntStream.range(0, number).mapToObj(i -> "text " + i).toList();
    try (Store store = Store.fromConfig(server.config())) {
      addresses =
          store.proxyBatch(texts, PutOptions.evictOnResolve()).stream()
              .map(proxy -> proxy.toUri().toString())
              .toList();
    }
  }

  public List<String> texts() {
    return texts;
  }

  /** Where they lie. */
  public List<String> addresses() {
    return addresses;
  }

  /** Proxies of all, at a pace that leaves time for checkpoints. */
  public SingleOutputStreamOperator<Proxy<String>> proxies(StreamExecutionEnvironment environment) {
    List<String> all = addresses;
    return Jobs.paced(
        environment,
        all.size(),
        i -> Proxy.fromUri(URI.create(all.get(i.intValue())), String.class),
        ProxyTypeInfo.forValues(String.class).withStore(server.address()));
  }
}
