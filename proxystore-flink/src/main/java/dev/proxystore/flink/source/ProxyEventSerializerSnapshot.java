package dev.proxystore.flink.source;

import dev.proxystore.proxy.Proxy;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * What a savepoint says of a {@link ProxyEventSerializer}: the snapshot of its proxies' serializer.
 * Public because Flink instantiates it; not for use.
 */
@Internal
public final class ProxyEventSerializerSnapshot<T>
    extends CompositeTypeSerializerSnapshot<ProxyEvent<T>, ProxyEventSerializer<T>> {
  private static final int VERSION = 1;

  /** For reading only. */
  public ProxyEventSerializerSnapshot() {}

  ProxyEventSerializerSnapshot(ProxyEventSerializer<T> serializer) {
    super(serializer);
  }

  @Override
  protected int getCurrentOuterSnapshotVersion() {
    return VERSION;
  }

  @Override
  protected TypeSerializer<?>[] getNestedSerializers(ProxyEventSerializer<T> outer) {
    return new TypeSerializer<?>[] {outer.proxies()};
  }

  @Override
  @SuppressWarnings("unchecked") // it was written by getNestedSerializers
  protected ProxyEventSerializer<T> createOuterSerializerWithNestedSerializers(
      TypeSerializer<?>[] nested) {
    return new ProxyEventSerializer<>((TypeSerializer<Proxy<T>>) nested[0]);
  }
}
