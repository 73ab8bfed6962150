package dev.proxystore.flink.operators;

import dev.proxystore.serialize.KryoSerializer;
import dev.proxystore.serialize.Serializer;
import dev.proxystore.serialize.Serializers;
import dev.proxystore.store.InlineFactory;
import dev.proxystore.store.StoreConfig;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects that travel inside their proxies, of the classes that the operator's stores allow.
 */
final class InlineReader {
  private final Set<String> allowed;
  private final List<Serializer> more;
  private final boolean shared;
  private @Nullable Serializers serializers;

  /**
   * @param shared whether nobody changes an object that is read, so that it may be part of its
   *     proxy
   */
  InlineReader(
      Collection<StoreConfig> stores, @Nullable Serializer flinkSerializer, boolean shared) {
    this.shared = shared;
    allowed =
        stores.stream()
            .flatMap(store -> store.allowed().stream())
            .collect(Collectors.toUnmodifiableSet());
    more = flinkSerializer == null ? List.of() : List.of(flinkSerializer);
  }

  Object read(InlineFactory<?> object) {
    Serializers readers = serializers;
    if (readers == null) {
      readers = Serializers.of(KryoSerializer.allowing(allowed), more);
      serializers = readers;
    }
    return shared ? object.open(readers) : object.readBy(readers).resolve();
  }
}
