package dev.proxystore.flink;

import static java.util.Objects.requireNonNull;

import dev.proxystore.flink.ProxyResolveOptions.Input;
import dev.proxystore.flink.ProxyResolveOptions.Release;
import dev.proxystore.flink.ProxyResolveOptions.Savepoints;
import dev.proxystore.store.StoreConfig;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.jspecify.annotations.Nullable;

/**
 * How the objects of dropped proxies are released. Immutable.
 *
 * @param release which objects go; those whose proxies say so by default
 * @param retainCheckpoints in how many completed checkpoints an object is released before it goes;
 *     1 by default
 * @param savepoints whether objects stay that a savepoint holds; they do not by default
 * @param stores how stores are opened here, for those that need more than their address
 * @param consumer under which name objects with several consumers are released; null, the default,
 *     for the id of the operator. The name of the consumer that drops them, if it has one
 * @param input whether each record comes to one of the parallel instances, as by default, or to all
 */
@PublicEvolving
public record ProxyDiscardOptions(
    Release release,
    int retainCheckpoints,
    Savepoints savepoints,
    List<StoreConfig> stores,
    @Nullable String consumer,
    Input input)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final ProxyDiscardOptions DEFAULTS =
      new ProxyDiscardOptions(
          Release.AS_PROXY_SAYS,
          ProxyResolveOptions.DEFAULT_RETAIN_CHECKPOINTS,
          Savepoints.IGNORED,
          List.of(),
          null,
          Input.SHARED);

  public ProxyDiscardOptions {
    requireNonNull(release, "release");
    ProxyResolveOptions.requireRetained(retainCheckpoints);
    requireNonNull(savepoints, "savepoints");
    ProxyResolveOptions.requireName(consumer);
    requireNonNull(input, "input");
    stores = List.copyOf(stores);
    if (release == Release.KEEP) {
      throw new IllegalArgumentException(
          "Expected AS_PROXY_SAYS or EVICT, found KEEP: whoever discards a proxy and keeps its object does nothing. Leave the discard out.");
    }
  }

  /** Objects go as their proxies say, with the next checkpoint. */
  public static ProxyDiscardOptions defaults() {
    return DEFAULTS;
  }

  public ProxyDiscardOptions setRelease(Release value) {
    return new ProxyDiscardOptions(value, retainCheckpoints, savepoints, stores, consumer, input);
  }

  public ProxyDiscardOptions setRetainCheckpoints(int value) {
    return new ProxyDiscardOptions(release, value, savepoints, stores, consumer, input);
  }

  public ProxyDiscardOptions setSavepoints(Savepoints value) {
    return new ProxyDiscardOptions(release, retainCheckpoints, value, stores, consumer, input);
  }

  public ProxyDiscardOptions setStores(StoreConfig... value) {
    return new ProxyDiscardOptions(
        release, retainCheckpoints, savepoints, Arrays.asList(value), consumer, input);
  }

  /** Of several consumers of an object, operators of one name are one. */
  public ProxyDiscardOptions setConsumer(String value) {
    return new ProxyDiscardOptions(
        release, retainCheckpoints, savepoints, stores, requireNonNull(value, "consumer"), input);
  }

  public ProxyDiscardOptions setInput(Input value) {
    return new ProxyDiscardOptions(release, retainCheckpoints, savepoints, stores, consumer, value);
  }
}
