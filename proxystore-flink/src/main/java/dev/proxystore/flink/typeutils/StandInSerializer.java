package dev.proxystore.flink.typeutils;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.proxy.Proxies;
import dev.proxystore.proxy.Proxy;
import java.io.IOException;
import java.util.Objects;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Writes a stand-in as {@link ProxySerializer} writes its proxy. A copy is a stand-in for the same
 * object, unresolved. Never fetches.
 */
@Internal
final class StandInSerializer<S> extends TypeSerializer<S> {
  private static final long serialVersionUID = 1L;

  private final Class<S> type;
  private final ProxySerializer<S> proxies;

  StandInSerializer(Class<S> type, @Nullable StoreAddress store) {
    this.type = type;
    this.proxies = new ProxySerializer<>(store);
  }

  private Proxy<S> proxyOf(S standIn) {
    return Proxies.proxyOf(standIn)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Expected a stand-in for %s, found a %s itself. Put it into a store and send proxy.as(%s.class), or give the stream another type."
                        .formatted(
                            type.getTypeName(),
                            standIn.getClass().getTypeName(),
                            type.getSimpleName())));
  }

  @Override
  public boolean isImmutableType() {
    return false; // an instance keeps what it fetched
  }

  @Override
  public TypeSerializer<S> duplicate() {
    return this;
  }

  @Override
  @SuppressWarnings("NullAway") // Flink's way to say that instances cannot be reused
  public S createInstance() {
    return null;
  }

  @Override
  public S copy(S from) {
    return proxies.copy(proxyOf(from)).as(type);
  }

  @Override
  public S copy(S from, S reuse) {
    return copy(from);
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(S standIn, DataOutputView target) throws IOException {
    proxies.serialize(proxyOf(standIn), target);
  }

  @Override
  public S deserialize(DataInputView source) throws IOException {
    return proxies.deserialize(source).as(type);
  }

  @Override
  public S deserialize(S reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    proxies.copy(source, target);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StandInSerializer<?> that
        && type == that.type
        && proxies.equals(that.proxies);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, proxies);
  }

  @Override
  public TypeSerializerSnapshot<S> snapshotConfiguration() {
    return new StandInSerializerSnapshot<>(type, proxies.store());
  }
}
