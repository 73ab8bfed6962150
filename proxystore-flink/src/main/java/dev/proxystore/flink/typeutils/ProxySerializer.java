package dev.proxystore.flink.typeutils;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.proxy.Factory;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.StoreFactoryFormat;
import java.io.IOException;
import java.util.Objects;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Writes a proxy as the frame of {@link StoreFactoryFormat}, without the address of the stream's
 * own store. A copy is the same reference, unresolved. Never fetches.
 */
@Internal
final class ProxySerializer<T> extends TypeSerializer<Proxy<T>> {
  private static final long serialVersionUID = 1L;
  private static final StoreFactoryFormat FORMAT = new StoreFactoryFormat();

  private final @Nullable StoreAddress store;

  ProxySerializer(@Nullable StoreAddress store) {
    this.store = store;
  }

  @Nullable StoreAddress store() {
    return store;
  }

  @Override
  public boolean isImmutableType() {
    return false; // an instance keeps what it fetched
  }

  @Override
  public TypeSerializer<Proxy<T>> duplicate() {
    return this;
  }

  @Override
  @SuppressWarnings("NullAway") // Flink's way to say that instances cannot be reused
  public Proxy<T> createInstance() {
    return null;
  }

  @Override
  public Proxy<T> copy(Proxy<T> from) {
    return Proxy.of(from.factory());
  }

  @Override
  public Proxy<T> copy(Proxy<T> from, Proxy<T> reuse) {
    return copy(from);
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(Proxy<T> proxy, DataOutputView target) throws IOException {
    FORMAT.write(proxy.factory(), store, target);
  }

  @Override
  @SuppressWarnings("unchecked") // the stream's type says what the objects are
  public Proxy<T> deserialize(DataInputView source) throws IOException {
    return Proxy.of((Factory<T>) FORMAT.read(store, source));
  }

  @Override
  public Proxy<T> deserialize(Proxy<T> reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProxySerializer<?> that && Objects.equals(store, that.store);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(store);
  }

  @Override
  public TypeSerializerSnapshot<Proxy<T>> snapshotConfiguration() {
    return new ProxySerializerSnapshot<>(store);
  }
}
